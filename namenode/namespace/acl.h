// Access control lists (Hadoop: AclStorage, AclTransformation; POSIX 1003.1e).
//
// The mode of an inode holds the owner's entry, the mask (or, where there is none, the owning
// group's entry) and the others' entry; Inode::acl has what else there is, in order: the owning
// group's and the named entries, and all default entries of a directory. The full list of both is
// the logical one.
//
// Pure functions. Refusals are kAcl with Apache's texts, still without the path.
#pragma once

#include <optional>
#include <string>

#include "common/base/result.h"
#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

// Entries for access, and default entries.
inline constexpr std::size_t kMaxAclEntries = 32;

// "default:user:bob:rwx"
std::string acl_text(const AclEntry& entry);

AclEntries logical_acl(const Inode& inode);
// Makes `acl`, which is sorted and valid, the logical list of the inode, its mode included. `path` is for
// the refusal of default entries of a file.
Result<void> store_acl(const AclEntries& acl, const std::string& path, Inode& inode);

// What becomes of a logical list: the entries of the specification added or changed; taken away;
// all default ones taken away; replaced, each scope that the specification names. Masks are worked
// out anew where something changes and none is given.
Result<AclEntries> acl_with(const AclEntries& acl, AclEntries specification);
Result<AclEntries> acl_without(const AclEntries& acl, AclEntries specification);
Result<AclEntries> acl_without_defaults(const AclEntries& acl);
Result<AclEntries> acl_replaced(const AclEntries& acl, AclEntries specification);

// Back to a mode alone; the group gets back what it had before the mask.
void remove_acl(Inode& inode);

// A new inode takes the default list of its parent, if that has one. `unmasked` is its mode before
// the umask, which then does not count.
void inherit_acl(const Inode& parent, std::optional<Mode> unmasked, Inode& child);

// Whether entries other than default ones decide who may do what.
inline bool has_access_acl(const Inode& inode) {
  return inode.acl && inode.acl->front().scope == AclEntry::Scope::kAccess;
}

}  // namespace mammoth::namenode
