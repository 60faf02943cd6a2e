#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"
#include "namenode/namespace/path.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetErasureCodingPolicyResponseProto> ClientFeatures::get_erasure_coding_policy(
    const wire::GetErasureCodingPolicyRequestProto& request, rpc::Call& call) {
  if (!is_exact_reserved_name(request.src()) &&
      !TRY(system_.get_readable(caller_of(call), request.src(), "getErasureCodingPolicy")))
    return Error{ErrorCode::kFileNotFound, "Path not found: " + request.src()};
  return wire::GetErasureCodingPolicyResponseProto();  // replicated
}

}  // namespace mammoth::namenode
