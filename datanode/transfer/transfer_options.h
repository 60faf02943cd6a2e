// The settings of block transfer, read from the configuration once.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "common/async/task.h"
#include "common/config/host_port.h"

namespace mammoth::datanode {

struct TransferOptions {
  HostPort address{"127.0.0.1", 9866};        // dfs.datanode.address
  bool allow_unauthenticated_remote = false;  // mammoth.security.allow-unauthenticated-remote
  std::string domain_socket_path{};           // dfs.domain.socket.path; empty: none
  std::size_t max_conversations = 4096;       // dfs.datanode.max.transfer.threads
  bool use_hostnames = false;                 // dfs.datanode.use.datanode.hostname

  Duration idle_limit = std::chrono::seconds(60);    // dfs.client.socket-timeout
  Duration write_limit = std::chrono::seconds(480);  // dfs.datanode.socket.write.timeout
  Duration keepalive = std::chrono::seconds(4);      // dfs.datanode.socket.reuse.keepalive
  // Each node further down a pipeline may take so much longer (Hadoop: READ_TIMEOUT_EXTENSION).
  Duration idle_limit_per_node = std::chrono::seconds(5);
  Duration registration_wait = std::chrono::seconds(20);  // dfs.datanode.bp-ready.timeout

  std::uint64_t estimated_block_bytes = 128u << 20;  // dfs.blocksize, when a writer names none
  std::uint64_t readahead_bytes = 4u << 20;          // dfs.datanode.readahead.bytes
  bool drop_cache_behind_reads = false;
  bool drop_cache_behind_writes = false;
  bool sync_behind_writes = false;

  std::uint64_t balance_bytes_per_second = 100u << 20;  // dfs.datanode.balance.bandwidthPerSec
  std::size_t max_balance_moves = 100;  // dfs.datanode.balance.max.concurrent.moves

  // The last node of a pipeline holds the ack of a block's last packet until the NameNode knows of the
  // replica, but no longer than this: a client that completes its file at once then finds it counted.
  std::chrono::milliseconds report_hold{100};
};

}  // namespace mammoth::datanode
