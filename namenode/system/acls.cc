// Access control lists.
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

std::string_view command_of(AclChange change) {
  switch (change) {
    case AclChange::kModify:
      return "modifyAclEntries";
    case AclChange::kRemoveEntries:
      return "removeAclEntries";
    case AclChange::kRemoveDefault:
      return "removeDefaultAcl";
    case AclChange::kRemove:
      return "removeAcl";
    case AclChange::kSet:
      return "setAcl";
  }
  return {};
}

// What safe mode does not let them do.
std::string attempt(AclChange change, const std::string& path) {
  switch (change) {
    case AclChange::kModify:
      return "Cannot modify acl entries " + path;
    case AclChange::kRemoveEntries:
      return "Cannot remove acl entries on " + path;
    case AclChange::kRemoveDefault:
      return "Cannot remove default acl entries on " + path;
    case AclChange::kRemove:
      return "Cannot remove acl on " + path;
    case AclChange::kSet:
      return "Cannot set acl on " + path;
  }
  return {};
}

}  // namespace

Applied<> Namesystem::change_acl(const Caller& caller, const std::string& path, AclChange change,
                                 const AclEntries& specification) {
  return this->change<void>(
      caller, {.command = command_of(change), .source = path}, [&](Operation& op) -> Result<void> {
        TRY(refuse_in_safe_mode(attempt(change, path)));
        if (!options_.acls_enabled) {
          return Error{
              ErrorCode::kAcl,
              "The ACL operation has been rejected.  Support for ACLs has been disabled by "
              "setting dfs.namenode.acls.enabled to false."};
        }
        TRY(tree_.change_acl(op.checker, path, change, specification, op.transaction));
        note_metadata(op, path, {.metadata = MetadataKind::kAcls, .acl = specification});
        commit(op);
        note_status_of(op, path);
        return {};
      });
}

}  // namespace mammoth::namenode
