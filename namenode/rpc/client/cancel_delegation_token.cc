#include "common/protocol/rpc/security.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<hadoop::common::CancelDelegationTokenResponseProto> ClientFeatures::cancel_delegation_token(
    const hadoop::common::CancelDelegationTokenRequestProto&, rpc::Call&) {
  TRY(system_.check_not_in_safe_mode("Cannot cancel delegation token"));
  return Error{ErrorCode::kInvalidToken, "Token not found"};
}

}  // namespace mammoth::namenode
