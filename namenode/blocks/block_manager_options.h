// The configuration of the block manager, one member per key of hdfs-site.xml; the defaults are
// Apache's.
#pragma once

#include <cstdint>
#include <string>

namespace mammoth::namenode {

struct SafeModeOptions {
  double threshold = 0.999;            // dfs.namenode.safemode.threshold-pct
  std::uint32_t min_datanodes = 0;     // dfs.namenode.safemode.min.datanodes
  std::int64_t extension_ms = 30'000;  // dfs.namenode.safemode.extension
  std::uint32_t safe_replication = 1;  // dfs.namenode.safemode.replication.min
};

struct PlacementOptions {
  bool consider_load = true;           // dfs.namenode.redundancy.considerLoad
  double load_factor = 2.0;            // dfs.namenode.redundancy.considerLoad.factor
  bool avoid_stale_for_write = false;  // dfs.namenode.avoid.write.stale.datanode
};

struct BlockManagerOptions {
  std::string block_pool_id;
  std::uint32_t min_replication = 1;      // dfs.namenode.replication.min
  std::uint32_t max_replication = 512;    // dfs.replication.max
  std::uint32_t default_replication = 3;  // dfs.replication
  std::uint64_t seed = 0;                 // of every random choice

  std::int64_t heartbeat_interval_ms = 3'000;   // dfs.heartbeat.interval
  std::int64_t heartbeat_recheck_ms = 300'000;  // dfs.namenode.heartbeat.recheck-interval
  std::int64_t stale_interval_ms = 30'000;      // dfs.namenode.stale.datanode.interval
  bool avoid_stale_for_read = false;            // dfs.namenode.avoid.read.stale.datanode
  std::uint32_t maintenance_replication = 1;    // dfs.namenode.maintenance.replication.min
  bool check_registration_hostname = true;  // dfs.namenode.datanode.registration.ip-hostname-check

  // dfs.namenode.redundancy.interval.seconds
  std::int64_t redundancy_interval_ms = 3'000;
  std::int64_t decommission_interval_ms = 30'000;  // dfs.namenode.decommission.interval
  // dfs.namenode.reconstruction.pending.timeout-sec
  std::int64_t pending_reconstruction_timeout_ms = 300'000;
  // dfs.namenode.replication.max-streams, …max-streams-hard-limit
  std::uint32_t max_replication_streams = 2;
  std::uint32_t max_replication_streams_hard = 4;
  // dfs.namenode.replication.work.multiplier.per.iteration: copies ordered per live datanode and
  // redundancy interval
  std::uint32_t work_multiplier = 2;
  // dfs.block.invalidate.limit, but at least 20 a second of heartbeat interval: deletions ordered
  // in one heartbeat
  std::uint32_t invalidate_limit = 1'000;
  // dfs.namenode.invalidate.work.pct.per.iteration: of the live datanodes, those that get deletions
  // ordered in one redundancy interval
  double invalidate_work_pct = 0.32;
  std::uint32_t recovery_limit = 100;  // block recoveries handed out in one heartbeat

  std::uint32_t max_full_report_leases = 6;     // dfs.namenode.max.full.block.report.leases
  std::int64_t full_report_lease_ms = 300'000;  // dfs.namenode.full.block.report.lease.length.ms

  std::int64_t cache_retry_ms = 30'000;  // dfs.namenode.path.based.cache.retry.interval.ms

  SafeModeOptions safe_mode{};
  PlacementOptions placement{};

  // Hadoop: DatanodeManager.heartbeatExpireInterval, 10.5 minutes by default.
  std::int64_t heartbeat_expiry_ms() const {
    return 2 * heartbeat_recheck_ms + 10 * heartbeat_interval_ms;
  }
};

}  // namespace mammoth::namenode
