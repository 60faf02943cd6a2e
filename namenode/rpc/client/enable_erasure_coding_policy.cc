#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/erasure_coding.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::EnableErasureCodingPolicyResponseProto> ClientFeatures::enable_erasure_coding_policy(
    const wire::EnableErasureCodingPolicyRequestProto& request, rpc::Call& call) {
  TRY(system_.check_superuser(caller_of(call), "enableErasureCodingPolicy"));
  const std::string& name = request.ecpolicyname();
  if (find_erasure_coding_policy(name) == nullptr) return no_such_policy(name);
  return Error{
      ErrorCode::kUnsupportedOperation,
      "Erasure coding policy " + name + " cannot be enabled: this NameNode replicates all files."};
}

}  // namespace mammoth::namenode
