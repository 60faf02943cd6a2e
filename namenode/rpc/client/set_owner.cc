#include "common/protocol/hdfs/client_namenode/attributes.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SetOwnerResponseProto> ClientProtocol::set_owner(
    const wire::SetOwnerRequestProto& request, rpc::Call& call) {
  std::optional<std::string> owner;
  std::optional<std::string> group;
  if (request.has_username()) owner = request.username();
  if (request.has_groupname()) group = request.groupname();
  TRY(held(call, system_.set_owner(caller_of(call), request.src(), owner, group)));
  return wire::SetOwnerResponseProto();
}

}  // namespace mammoth::namenode
