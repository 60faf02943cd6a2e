#include "common/protocol/hdfs/client_namenode/acls.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_attributes.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ModifyAclEntriesResponseProto> ClientProtocol::modify_acl_entries(
    const wire::ModifyAclEntriesRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.change_acl(caller_of(call), request.src(), AclChange::kModify,
                                    to_acl(request.aclspec()))));
  return wire::ModifyAclEntriesResponseProto();
}

}  // namespace mammoth::namenode
