#include "datanode/rpc/client_datanode_protocol.h"

#include <fmt/format.h>

#include "common/protocol/hdfs/client_datanode_protocol.pb.h"

namespace mammoth::datanode {

ClientDatanodeProtocol::ClientDatanodeProtocol(ReplicaStore& store, const Clock& clock,
                                               DaemonControls controls,
                                               const std::atomic<std::uint64_t>& balancer_bandwidth,
                                               std::string superuser)
    : store_(store),
      clock_(clock),
      controls_(std::move(controls)),
      balancer_bandwidth_(balancer_bandwidth),
      superuser_(std::move(superuser)),
      started_ms_(clock.monotonic_ms()) {}

void ClientDatanodeProtocol::bind(rpc::Service& service) {
  using enum rpc::Retry;
  using Self = ClientDatanodeProtocol;
  service.bind("getReplicaVisibleLength", kIdempotent, *this, &Self::get_replica_visible_length);
  service.bind("getBlockLocalPathInfo", kIdempotent, *this, &Self::get_block_local_path_info);
  service.bind("refreshNamenodes", kIdempotent, *this, &Self::refresh_namenodes);
  service.bind("shutdownDatanode", kIdempotent, *this, &Self::shutdown_datanode);
  service.bind("evictWriters", kIdempotent, *this, &Self::evict_writers);
  service.bind("getDatanodeInfo", kIdempotent, *this, &Self::get_datanode_info);
  service.bind("getVolumeReport", kIdempotent, *this, &Self::get_volume_report);
  service.bind("triggerBlockReport", kIdempotent, *this, &Self::trigger_block_report);
  service.bind("getBalancerBandwidth", kIdempotent, *this, &Self::get_balancer_bandwidth);
  for (const char* method :
       {"deleteBlockPool", "submitDiskBalancerPlan", "cancelDiskBalancerPlan",
        "queryDiskBalancerPlan", "getDiskBalancerSetting"})
    service.bind_unsupported(method);
}

Result<void> ClientDatanodeProtocol::check_superuser(const rpc::Call& call) const {
  if (call.user() == superuser_) return {};
  return Error{
      ErrorCode::kAccessDenied,
      fmt::format("User {} does not have superuser privilege on this datanode", call.user())};
}

}  // namespace mammoth::datanode
