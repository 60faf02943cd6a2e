#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetClusterMetricsResponseProto> ClientProtocol::get_cluster_metrics(
    const wire::GetClusterMetricsRequestProto&, rpc::Call&) {
  return manager_.with([](Cluster& cluster) {
    std::map<NodeState, int> count;
    for (const auto& [id, node] : cluster.nodes()) ++count[node.state];
    wire::GetClusterMetricsResponseProto response;
    auto& metrics = *response.mutable_cluster_metrics();
    metrics.set_num_node_managers(count[NodeState::kRunning] + count[NodeState::kUnhealthy] +
                                  count[NodeState::kDecommissioning]);
    metrics.set_num_decommissioned_nms(count[NodeState::kDecommissioned]);
    metrics.set_num_active_nms(count[NodeState::kRunning]);
    metrics.set_num_lost_nms(count[NodeState::kLost]);
    metrics.set_num_unhealthy_nms(count[NodeState::kUnhealthy]);
    metrics.set_num_rebooted_nms(count[NodeState::kRebooted]);
    metrics.set_num_decommissioning_nms(count[NodeState::kDecommissioning]);
    metrics.set_num_shutdown_nms(count[NodeState::kShutdown]);
    return response;
  });
}

}  // namespace mammoth::yarn
