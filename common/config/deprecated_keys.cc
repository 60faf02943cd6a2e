#include "common/config/deprecated_keys.h"

#include <algorithm>

namespace mammoth {
namespace {

constexpr DeprecatedKey kDeprecatedKeys[] = {
    {"dfs.access.time.precision", "dfs.namenode.accesstime.precision"},
    {"dfs.balance.bandwidthPerSec", "dfs.datanode.balance.bandwidthPerSec"},
    {"dfs.block.size", "dfs.blocksize"},
    {"dfs.data.dir", "dfs.datanode.data.dir"},
    {"dfs.datanode.max.xcievers", "dfs.datanode.max.transfer.threads"},
    {"dfs.http.address", "dfs.namenode.http-address"},
    {"dfs.max-repl-streams", "dfs.namenode.replication.max-streams"},
    {"dfs.name.dir", "dfs.namenode.name.dir"},
    {"dfs.namenode.replication.considerLoad", "dfs.namenode.redundancy.considerLoad"},
    {"dfs.namenode.replication.considerLoad.factor", "dfs.namenode.redundancy.considerLoad.factor"},
    {"dfs.namenode.replication.interval", "dfs.namenode.redundancy.interval.seconds"},
    {"dfs.namenode.replication.pending.timeout-sec",
     "dfs.namenode.reconstruction.pending.timeout-sec"},
    {"dfs.permissions", "dfs.permissions.enabled"},
    {"dfs.permissions.supergroup", "dfs.permissions.superusergroup"},
    {"dfs.replication.considerLoad", "dfs.namenode.redundancy.considerLoad"},
    {"dfs.replication.interval", "dfs.namenode.redundancy.interval.seconds"},
    {"dfs.replication.min", "dfs.namenode.replication.min"},
    {"dfs.replication.pending.timeout.sec", "dfs.namenode.reconstruction.pending.timeout-sec"},
    {"dfs.safemode.extension", "dfs.namenode.safemode.extension"},
    {"dfs.safemode.threshold.pct", "dfs.namenode.safemode.threshold-pct"},
    {"dfs.socket.timeout", "dfs.client.socket-timeout"},
    {"dfs.umaskmode", "fs.permissions.umask-mode"},
    {"dfs.write.packet.size", "dfs.client-write-packet-size"},
    {"fs.default.name", "fs.defaultFS"},
    {"heartbeat.recheck.interval", "dfs.namenode.heartbeat.recheck-interval"},
    {"io.bytes.per.checksum", "dfs.bytes-per-checksum"},
    {"slave.host.name", "dfs.datanode.hostname"},
    {"topology.script.file.name", "net.topology.script.file.name"},
    {"topology.script.number.args", "net.topology.script.number.args"},
};

}  // namespace

std::span<const DeprecatedKey> deprecated_keys() {
  return kDeprecatedKeys;
}

std::string_view current_name(std::string_view name) {
  const auto* found = std::ranges::lower_bound(kDeprecatedKeys, name, {}, &DeprecatedKey::old_name);
  if (found == std::end(kDeprecatedKeys) || found->old_name != name) return name;
  return found->new_name;
}

}  // namespace mammoth
