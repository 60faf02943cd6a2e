#include "common/hdfs/client_settings.h"

#include <fmt/format.h>

#include "common/config/configuration.h"
#include "common/config/keys.h"

namespace mammoth::hdfs {

namespace {

ChecksumType checksum_type(const std::string& name) {
  if (name == "NULL") return ChecksumType::kNull;
  return name == "CRC32" ? ChecksumType::kCrc32 : ChecksumType::kCrc32c;
}

ReplaceDatanodePolicy replace_policy(const std::string& name) {
  if (name == "ALWAYS") return ReplaceDatanodePolicy::kAlways;
  return name == "NEVER" ? ReplaceDatanodePolicy::kNever : ReplaceDatanodePolicy::kDefault;
}

}  // namespace

Result<ClientSettings> ClientSettings::from(const Configuration& c) {
  TRY(c.validate());
  ClientSettings s;
  s.block_size_bytes = static_cast<std::uint64_t>(c.get_size(keys::kDfsBlocksize));
  s.replication = static_cast<std::uint16_t>(c.get_int(keys::kDfsReplication));
  s.checksum = {checksum_type(c.get(keys::kDfsChecksumType)),
                static_cast<std::uint32_t>(c.get_int(keys::kDfsBytesPerChecksum))};
  s.composite_crc = c.get(keys::kDfsChecksumCombineMode) == "COMPOSITE_CRC";
  s.umask = static_cast<std::uint16_t>(c.get_int(keys::kFsPermissionsUmaskMode));
  s.packet_bytes = static_cast<std::size_t>(c.get_size(keys::kDfsClientWritePacketSize));
  s.max_packets_in_flight =
      static_cast<std::size_t>(c.get_int(keys::kDfsClientWriteMaxPacketsInFlight));
  s.socket_timeout = c.get_duration(keys::kDfsClientSocketTimeout);
  s.use_datanode_hostname = c.get_bool(keys::kDfsClientUseDatanodeHostname);
  s.idle_connections = static_cast<std::size_t>(c.get_int(keys::kDfsClientSocketcacheCapacity));
  s.idle_connection_expiry = c.get_duration(keys::kDfsClientSocketcacheExpiryMsec);
  s.block_write_retries = static_cast<int>(c.get_int(keys::kDfsClientBlockWriteRetries));
  s.locate_following_block_retries =
      static_cast<int>(c.get_int(keys::kDfsClientBlockWriteLocateFollowingBlockRetries));
  s.locate_following_block_delay =
      c.get_duration(keys::kDfsClientBlockWriteLocateFollowingBlockInitialDelayMs);
  s.max_block_acquire_failures =
      static_cast<int>(c.get_int(keys::kDfsClientMaxBlockAcquireFailures));
  s.retry_window = c.get_duration(keys::kDfsClientRetryWindowBase);
  s.replace_datanode_enabled = c.get_bool(keys::kDfsClientBlockWriteReplaceDatanodeOnFailureEnable);
  s.replace_datanode_policy =
      replace_policy(c.get(keys::kDfsClientBlockWriteReplaceDatanodeOnFailurePolicy));
  s.replace_datanode_best_effort =
      c.get_bool(keys::kDfsClientBlockWriteReplaceDatanodeOnFailureBestEffort);
  s.pipeline_recovery_retries =
      static_cast<int>(c.get_int(keys::kDfsClientPipelineRecoveryMaxRetries));
  s.datanode_restart_timeout = c.get_duration(keys::kDfsClientDatanodeRestartTimeout);
  s.domain_socket_path = c.get(keys::kDfsDomainSocketPath);
  s.short_circuit = c.get_bool(keys::kDfsClientReadShortcircuit) && !s.domain_socket_path.empty();
  s.domain_data_traffic =
      c.get_bool(keys::kDfsClientDomainSocketDataTraffic) && !s.domain_socket_path.empty();
  s.short_circuit_skips_checksums = c.get_bool(keys::kDfsClientReadShortcircuitSkipChecksum);
  s.short_circuit_cache_size =
      static_cast<std::size_t>(c.get_int(keys::kDfsClientReadShortcircuitStreamsCacheSize));
  s.short_circuit_cache_expiry =
      c.get_duration(keys::kDfsClientReadShortcircuitStreamsCacheExpiryMs);
  s.domain_socket_disable_interval =
      c.get_duration(keys::kDfsClientDomainSocketDisableIntervalSeconds);
  s.hedged_read_threads = static_cast<int>(c.get_int(keys::kDfsClientHedgedReadThreadpoolSize));
  s.hedged_read_threshold = c.get_duration(keys::kDfsClientHedgedReadThresholdMillis);
  if (s.block_size_bytes % s.checksum.bytes_per_checksum != 0)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("{}={} is not a multiple of {}={}; make it one",
                             keys::kDfsBlocksize.name, s.block_size_bytes,
                             keys::kDfsBytesPerChecksum.name, s.checksum.bytes_per_checksum)};
  return s;
}

}  // namespace mammoth::hdfs
