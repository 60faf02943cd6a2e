// RENEWDELEGATIONTOKEN and CANCELDELEGATIONTOKEN. Without security no tokens are given out, so
// there is none to be known.
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> change_delegation_token(const WebOperation& call) {
  const std::string token = TRY(call.parameters.required_text("token", call.name));
  // Less than the shortest token there is; Java says no more about it.
  constexpr std::size_t kShortestText = 24;
  if (token.size() < kShortestText) return Error{ErrorCode::kEof, ""};
  return Error{ErrorCode::kInvalidToken, "token can't be found in cache"};
}

}  // namespace mammoth::namenode::web_ops
