#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::UnsetErasureCodingPolicyResponseProto> ClientFeatures::unset_erasure_coding_policy(
    const wire::UnsetErasureCodingPolicyRequestProto& request, rpc::Call& call) {
  TRY(system_.check_not_in_safe_mode("Cannot unset erasure coding policy on " + request.src()));
  if (!TRY(system_.get_readable(caller_of(call), request.src(), "unsetErasureCodingPolicy")))
    return Error{ErrorCode::kFileNotFound, "Path not found: " + request.src()};
  return Error{ErrorCode::kNoEcPolicySet,
               "No erasure coding policy explicitly set on " + request.src()};
}

}  // namespace mammoth::namenode
