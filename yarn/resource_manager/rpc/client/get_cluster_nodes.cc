#include <algorithm>

#include "common/protocol/yarn/node.pb.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetClusterNodesResponseProto> ClientProtocol::get_cluster_nodes(
    const wire::GetClusterNodesRequestProto& request, rpc::Call&) {
  return manager_.with([&](Cluster& cluster) {
    wire::GetClusterNodesResponseProto response;
    const auto& wanted = request.nodestates();
    for (const auto& [id, node] : cluster.nodes())
      if (wanted.empty() || std::ranges::find(wanted, static_cast<int>(node.state)) != wanted.end())
        *response.add_nodereports() = node_report(cluster, node);
    return response;
  });
}

}  // namespace mammoth::yarn
