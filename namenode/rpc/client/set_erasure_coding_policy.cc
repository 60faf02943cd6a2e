#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

constexpr std::string_view kReplication = "replication";  // Hadoop: REPLICATION_POLICY_NAME

// Asks for what holds already: no directory can have another policy, so that nothing is kept. Every
// MapReduce job asks it for its staging directory.
Result<void> accept_replication(const Namesystem& system, const Caller& caller,
                                const std::string& path) {
  const auto file = TRY(system.get_file_info(caller, path, false, PathUse::kWrite));
  if (!file) return Error{ErrorCode::kFileNotFound, "Path not found: " + path};
  TRY(system.check_access(caller, path, Access::kWrite));
  if (!file->status.inode->is_directory())
    return Error{ErrorCode::kIo, "Attempt to set an erasure coding policy for a file " + path};
  return {};
}

}  // namespace

Result<wire::SetErasureCodingPolicyResponseProto> ClientFeatures::set_erasure_coding_policy(
    const wire::SetErasureCodingPolicyRequestProto& request, rpc::Call& call) {
  TRY(system_.check_not_in_safe_mode("Cannot set erasure coding policy on " + request.src()));
  const std::string policy =
      request.has_ecpolicyname() ? request.ecpolicyname() : std::string("RS-6-3-1024k");
  if (policy == kReplication) {
    TRY(accept_replication(system_, caller_of(call), request.src()));
    return wire::SetErasureCodingPolicyResponseProto();
  }
  // Files here are replicated: no policy is ever enabled. Hadoop looks at the policy before the
  // path.
  return Error{ErrorCode::kHadoopIllegalArgument,
               "Policy '" + policy +
                   "' does not match any enabled erasure coding policies: []. An erasure coding "
                   "policy can be enabled by enableErasureCodingPolicy API."};
}

}  // namespace mammoth::namenode
