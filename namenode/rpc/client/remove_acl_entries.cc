#include "common/protocol/hdfs/client_namenode/acls.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_attributes.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RemoveAclEntriesResponseProto> ClientProtocol::remove_acl_entries(
    const wire::RemoveAclEntriesRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.change_acl(caller_of(call), request.src(), AclChange::kRemoveEntries,
                                    to_acl(request.aclspec()))));
  return wire::RemoveAclEntriesResponseProto();
}

}  // namespace mammoth::namenode
