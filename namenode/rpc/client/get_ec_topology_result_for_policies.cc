// Hadoop: ECTopologyVerifier.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/erasure_coding.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

struct Cluster {
  std::size_t datanodes = 0;
  std::size_t racks = 0;
};

Cluster live_cluster(const Namesystem& system) {
  const auto nodes = system.read_blocks(
      [](const BlockManager& blocks) { return blocks.datanodes(DatanodeReportKind::kLive); });
  std::set<std::string> racks;
  for (const auto& node : nodes) racks.insert(node->network_location);
  return {nodes.size(), racks.size()};
}

}  // namespace

Result<wire::GetECTopologyResultForPoliciesResponseProto>
ClientFeatures::get_ec_topology_result_for_policies(
    const wire::GetECTopologyResultForPoliciesRequestProto& request, rpc::Call& call) {
  TRY(system_.check_superuser(caller_of(call), "getECTopologyResultForPolicies"));
  wire::GetECTopologyResultForPoliciesResponseProto response;
  auto* result = response.mutable_response();
  std::size_t datanodes = 0;
  std::size_t racks = 0;
  for (const std::string& name : request.policies()) {
    const auto* policy = find_erasure_coding_policy(name);
    if (policy == nullptr) {
      return Error{ErrorCode::kHadoopIllegalArgument,
                   "The given erasure coding policy " + name + " does not exist."};
    }
    const std::size_t units = policy->data_units + policy->parity_units;
    datanodes = std::max(datanodes, units);
    racks = std::max(racks, (units + policy->parity_units - 1) / policy->parity_units);
  }
  const std::string names = fmt::format("{}", fmt::join(request.policies(), ", "));
  const Cluster cluster = live_cluster(system_);
  result->set_issupported(false);
  if (request.policies().empty()) {  // none is enabled
    result->set_issupported(true);
    result->set_resultmessage("No erasure coding policy is given.");
  } else if (cluster.datanodes < datanodes) {
    result->set_resultmessage(
        fmt::format("{} DataNodes are required for the erasure coding policies: {}. The number of "
                    "DataNodes is only {}.",
                    datanodes, names, cluster.datanodes));
  } else if (cluster.racks < racks) {
    result->set_resultmessage(
        fmt::format("At least {} racks are required for the erasure coding policies: {}. The "
                    "number of racks is only {}.",
                    racks, names, cluster.racks));
  } else {
    result->set_issupported(true);
    result->set_resultmessage("The cluster setup can support EC policies: " + names);
  }
  return response;
}

}  // namespace mammoth::namenode
