// SETACL, MODIFYACLENTRIES, REMOVEACLENTRIES, REMOVEDEFAULTACL and REMOVEACL: one operation of the
// namesystem.
#include "namenode/web/webhdfs/acl_specification.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

Result<void> change(const WebOperation& call, AclChange what, const AclEntries& entries) {
  TRY(call.durable(call.system().change_acl(call.caller, call.path, what, entries)));
  call.answer_nothing();
  return {};
}

Result<void> change_entries(const WebOperation& call, AclChange what) {
  const std::string given = TRY(call.parameters.required_text("aclspec", call.name));
  return change(call, what, TRY(parse_acl_specification(given, what != AclChange::kRemoveEntries)));
}

}  // namespace

Result<void> set_acl(const WebOperation& call) {
  return change_entries(call, AclChange::kSet);
}

Result<void> modify_acl_entries(const WebOperation& call) {
  return change_entries(call, AclChange::kModify);
}

Result<void> remove_acl_entries(const WebOperation& call) {
  return change_entries(call, AclChange::kRemoveEntries);
}

Result<void> remove_default_acl(const WebOperation& call) {
  return change(call, AclChange::kRemoveDefault, {});
}

Result<void> remove_acl(const WebOperation& call) {
  return change(call, AclChange::kRemove, {});
}

}  // namespace mammoth::namenode::web_ops
