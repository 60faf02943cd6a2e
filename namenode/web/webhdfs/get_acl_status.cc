#include <fmt/format.h>

#include "namenode/namespace/acl.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_acl_status(const WebOperation& call) {
  if (!call.system().options().acls_enabled)
    return Error{
        ErrorCode::kAcl,
        "The ACL operation has been rejected.  Support for ACLs has been disabled by setting "
        "dfs.namenode.acls.enabled to false."};
  const InodeStatus status = TRY(call.system().get_acl_status(call.caller, call.path));
  const Inode& inode = *status.inode;
  http::JsonWriter json;
  json.begin_object().key("AclStatus").begin_object();
  json.key("entries").begin_array();
  if (inode.acl)
    for (const AclEntry& entry : *inode.acl) json.value(acl_text(entry));
  json.end_array().member("group", inode.group).member("owner", inode.owner);
  json.member("permission", fmt::format("{:o}", inode.mode));
  json.member("stickyBit", inode.has_sticky_bit()).end_object().end_object();
  call.answer_json(std::move(json));
  return {};
}

}  // namespace mammoth::namenode::web_ops
