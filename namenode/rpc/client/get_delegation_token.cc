#include "common/protocol/rpc/security.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<hadoop::common::GetDelegationTokenResponseProto> ClientFeatures::get_delegation_token(
    const hadoop::common::GetDelegationTokenRequestProto&, rpc::Call&) {
  TRY(system_.check_not_in_safe_mode("Cannot issue delegation token"));
  // Absent: without security nobody needs one, and clients take that for an answer.
  return hadoop::common::GetDelegationTokenResponseProto();
}

}  // namespace mammoth::namenode
