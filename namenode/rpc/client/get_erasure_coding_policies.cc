#include "namenode/rpc/client_protocol.h"

#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"

namespace mammoth::namenode {

Result<wire::GetErasureCodingPoliciesResponseProto> ClientProtocol::get_erasure_coding_policies(
    const wire::GetErasureCodingPoliciesRequestProto&, rpc::Call&) {
  // Built-in policies travel as their ids: RS-6-3, RS-3-2, RS-LEGACY-6-3, XOR-2-1, RS-10-4. None of
  // them can be used.
  wire::GetErasureCodingPoliciesResponseProto response;
  for (std::uint32_t id = 1; id <= 5; ++id) {
    auto* policy = response.add_ecpolicies();
    policy->set_id(id);
    policy->set_state(wire::DISABLED);
  }
  return response;
}

}  // namespace mammoth::namenode
