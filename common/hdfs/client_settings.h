// What a client takes from the configuration, read once (Hadoop: DfsClientConf). A plain value.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "common/base/result.h"
#include "common/io/data_checksum.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::hdfs {

enum class ReplaceDatanodePolicy : std::uint8_t { kNever, kDefault, kAlways };

struct ClientSettings {
  std::uint64_t block_size_bytes = 0;
  std::uint16_t replication = 0;
  DataChecksum checksum;
  bool composite_crc = false;  // dfs.checksum.combine.mode
  std::uint16_t umask = 0;
  std::size_t packet_bytes = 0;
  std::size_t max_packets_in_flight = 0;
  std::chrono::milliseconds socket_timeout{};
  bool use_datanode_hostname = false;
  std::size_t idle_connections = 0;  // to DataNodes, kept for the next operation
  std::chrono::milliseconds idle_connection_expiry{};
  int block_write_retries = 0;
  int locate_following_block_retries = 0;
  std::chrono::milliseconds locate_following_block_delay{};
  int max_block_acquire_failures = 0;
  std::chrono::milliseconds retry_window{};
  bool replace_datanode_enabled = true;
  ReplaceDatanodePolicy replace_datanode_policy = ReplaceDatanodePolicy::kDefault;
  bool replace_datanode_best_effort = false;
  int pipeline_recovery_retries = 0;
  std::chrono::milliseconds datanode_restart_timeout{};
  std::string domain_socket_path{};  // may hold "_PORT"; empty: neither of the next two
  bool short_circuit = false;
  bool domain_data_traffic = false;
  bool short_circuit_skips_checksums = false;
  std::size_t short_circuit_cache_size = 0;
  std::chrono::milliseconds short_circuit_cache_expiry{};
  std::chrono::milliseconds domain_socket_disable_interval{};
  int hedged_read_threads = 0;
  std::chrono::milliseconds hedged_read_threshold{};

  // Refuses (kIllegalArgument) a block size that is no multiple of the checksum's chunk.
  static Result<ClientSettings> from(const Configuration& configuration);
};

}  // namespace mammoth::hdfs
