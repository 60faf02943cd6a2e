#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::AddErasureCodingPoliciesResponseProto> ClientFeatures::add_erasure_coding_policies(
    const wire::AddErasureCodingPoliciesRequestProto& request, rpc::Call& call) {
  TRY(system_.check_superuser(caller_of(call), "addErasureCodingPolicies"));
  wire::AddErasureCodingPoliciesResponseProto response;
  for (const auto& policy : request.ecpolicies()) {
    auto* refused = response.add_responses();
    *refused->mutable_policy() = policy;
    refused->set_succeed(false);
    refused->set_errormsg("Addition of user defined erasure coding policy is disabled.");
  }
  return response;
}

}  // namespace mammoth::namenode
