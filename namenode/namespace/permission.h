// Who may do what (Hadoop: FSPermissionChecker). POSIX rules: owner, else group, else others, one
// class only; a superuser passes every check; the sticky bit of a directory keeps its entries from
// everybody but their owner and the directory's. The texts are Apache's, because shells print them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "namenode/namespace/inode_table.h"
#include "namenode/namespace/resolved_path.h"

namespace mammoth::namenode {

// The bits of one class in a Mode (Hadoop: FsAction).
enum class Access : std::uint8_t {
  kNone = 0,
  kExecute = 1,
  kWrite = 2,
  kWriteExecute = 3,
  kRead = 4,
  kReadExecute = 5,
  kReadWrite = 6,
  kAll = 7,
};
std::string_view access_name(Access access);  // "READ_EXECUTE"

struct PermissionPolicy {
  bool enabled = true;     // dfs.permissions.enabled
  std::string superuser;   // the user of the daemon
  std::string supergroup;  // dfs.permissions.superusergroup
};

// What an operation asks of a path; checked in this order, after every directory on the way was
// checked for EXECUTE. What does not exist is not checked.
struct PathChecks {
  std::optional<Access> ancestor{};  // of the deepest directory that exists above the last name
  std::optional<Access>
      parent{};  // of the directory of the last name; with WRITE the sticky bit too
  std::optional<Access> self{};
  // Of the last inode, if a directory, and of every directory below it: the cost of a walk through
  // the whole subtree.
  std::optional<Access> subtree{};
  bool ignore_empty_directories = false;  // in `subtree`
  bool owner = false;                     // the user must own the last inode, which must exist
};

// One caller's rights, for one call. Cheap to build; the policy, user and groups that it is given
// must outlive it.
class PermissionChecker {
 public:
  PermissionChecker(const PermissionPolicy& policy, std::string_view user,
                    std::span<const std::string> groups);

  std::string_view user() const { return user_; }
  bool is_superuser() const { return is_superuser_; }
  bool is_member_of(std::string_view group) const;
  // False switches most checks off; those for owners and superusers stay, as in Apache's.
  bool enabled() const { return policy_.enabled; }
  const PermissionPolicy& policy() const { return policy_; }

  // kAccessDenied "Access denied for user u. Superuser privilege is required for operation o";
  // without a name Apache's writes "null".
  Result<void> check_superuser(std::string_view operation = {}) const;

  // kAccessDenied
  //   "Permission denied: user=u, access=WRITE, inode="/d":owner:group:drwxr-xr-x", or
  //   "Permission denied by sticky bit: user=u, path="/d/f":…, parent="/d":…", or
  //   "Permission denied. user=u is not the owner of inode=/d/f";
  // kParentNotDirectory "/f (is not a directory)" for a path that goes through a file.
  // `table` is read for PathChecks::subtree only. A superuser passes without any look.
  Result<void> check(const ResolvedPath& path, const PathChecks& checks,
                     const InodeTable& table) const;

  // The way down to the last name, as every operation walks it first: directories all (superusers
  // too), and EXECUTE on each for the others. kParentNotDirectory, kAccessDenied.
  Result<void> check_traverse(const ResolvedPath& path) const;

  bool allows(const Inode& inode, Access access) const;
  // The refusal of `access`, for checks that are made elsewhere.
  Error denied(const Inode& inode, std::string_view path, Access access) const;

 private:
  bool allows_by_acl(const Inode& inode, Access access) const;
  Result<void> check_level(const ResolvedPath& path, std::size_t level, Access access) const;
  Result<void> check_sticky(const ResolvedPath& path) const;
  Result<void> check_subtree(const ResolvedPath& path, const PathChecks& checks,
                             const InodeTable& table) const;
  bool violates_sticky_bit(const Inode& parent, const Inode& child) const;

  const PermissionPolicy& policy_;
  std::string_view user_;
  std::span<const std::string> groups_;
  bool is_superuser_;
};

// check_traverse without rights: only that no file stands where a directory must.
Result<void> check_directories(const ResolvedPath& path);

}  // namespace mammoth::namenode
