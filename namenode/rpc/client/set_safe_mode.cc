#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SetSafeModeResponseProto> ClientProtocol::set_safe_mode(
    const wire::SetSafeModeRequestProto& request, rpc::Call& call) {
  SafeModeAction action = SafeModeAction::kGet;
  if (request.action() == wire::SAFEMODE_ENTER) action = SafeModeAction::kEnter;
  if (request.action() == wire::SAFEMODE_LEAVE) action = SafeModeAction::kLeave;
  if (request.action() == wire::SAFEMODE_FORCE_EXIT) action = SafeModeAction::kForceExit;
  wire::SetSafeModeResponseProto response;
  response.set_result(TRY(system_.set_safe_mode(caller_of(call), action)));
  return response;
}

}  // namespace mammoth::namenode
