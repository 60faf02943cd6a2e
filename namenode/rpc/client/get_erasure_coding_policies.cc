#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"
#include "namenode/rpc/client_features.h"

namespace mammoth::namenode {

Result<wire::GetErasureCodingPoliciesResponseProto> ClientFeatures::get_erasure_coding_policies(
    const wire::GetErasureCodingPoliciesRequestProto&, rpc::Call&) {
  // Built-in policies travel as their ids, in the order of their names: RS-10-4, RS-3-2, RS-6-3,
  // RS-LEGACY-6-3, XOR-2-1. None of them can be used.
  wire::GetErasureCodingPoliciesResponseProto response;
  for (const std::uint32_t id : {5, 2, 1, 3, 4}) {
    auto* policy = response.add_ecpolicies();
    policy->set_id(id);
    policy->set_state(wire::DISABLED);
  }
  return response;
}

}  // namespace mammoth::namenode
