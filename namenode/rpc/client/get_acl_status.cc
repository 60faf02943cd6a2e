#include "common/protocol/hdfs/client_namenode/acls.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_attributes.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetAclStatusResponseProto> ClientProtocol::get_acl_status(
    const wire::GetAclStatusRequestProto& request, rpc::Call& call) {
  if (!system_.options().acls_enabled)
    return Error{
        ErrorCode::kAcl,
        "The ACL operation has been rejected.  Support for ACLs has been disabled by setting "
        "dfs.namenode.acls.enabled to false."};
  const InodeStatus status = TRY(system_.get_acl_status(caller_of(call), request.src()));
  wire::GetAclStatusResponseProto response;
  auto* acl = response.mutable_result();
  acl->set_owner(status.inode->owner);
  acl->set_group(status.inode->group);
  acl->set_sticky(status.inode->has_sticky_bit());
  acl->mutable_permission()->set_perm(status.inode->mode);
  if (status.inode->acl)
    for (const AclEntry& entry : *status.inode->acl) to_proto(entry, acl->add_entries());
  return response;
}

}  // namespace mammoth::namenode
