#include "namenode/rpc/erasure_coding.h"

#include <algorithm>

namespace mammoth::namenode {

const ErasureCodingPolicy* find_erasure_coding_policy(std::string_view name) {
  const auto* found = std::ranges::find(kErasureCodingPolicies, name, &ErasureCodingPolicy::name);
  return found == kErasureCodingPolicies.end() ? nullptr : found;
}

Error no_such_policy(std::string_view name) {
  return {ErrorCode::kHadoopIllegalArgument,
          "The policy name " + std::string(name) + " does not exist"};
}

}  // namespace mammoth::namenode
