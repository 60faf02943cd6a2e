#include "namenode/namespace/permission.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Permission : public NamespaceTest {
 protected:
  Result<void> check(const PermissionChecker& user, std::string_view path,
                     const PathChecks& checks) {
    return user.check(*tree.resolve(nullptr, path, PathUse::kRead), checks, table);
  }
};

// Modes read as ls shows them.
TEST_F(Permission, ModeText) {
  EXPECT_EQ(mode_text(0755), "rwxr-xr-x");
  EXPECT_EQ(mode_text(0640), "rw-r-----");
  EXPECT_EQ(mode_text(01777), "rwxrwxrwt");
  EXPECT_EQ(mode_text(01770), "rwxrwx--T");
}

// One class decides, the first that fits: an owner without rights is refused although others have them.
TEST_F(Permission, OneClassDecides) {
  Inode inode;
  inode.owner = "alice";
  inode.group = "staff";
  inode.mode = 0076;
  EXPECT_FALSE(alice.allows(inode, Access::kRead));
  EXPECT_TRUE(bob.allows(inode, Access::kAll));
  EXPECT_TRUE(carol.allows(inode, Access::kReadWrite));
  EXPECT_FALSE(carol.allows(inode, Access::kExecute));
}

// A user who may not enter a directory learns which one, and what its mode is.
TEST_F(Permission, TraverseNamesTheDirectory) {
  mkdir("/home/alice/private", hdfs);
  mkdir("/home/alice/private/deep");
  apply([&](auto& t) { return tree.set_owner(hdfs, "/home/alice/private", "alice", "staff", t); });
  apply([&](auto& t) { return tree.set_permission(hdfs, "/home/alice/private", 0700, t); });
  EXPECT_THAT(tree.resolve(&bob, "/home/alice/private/deep/x", PathUse::kRead),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=bob, access=EXECUTE, "
                      "inode=\"/home/alice/private\":alice:staff:drwx------"));
  EXPECT_TRUE(tree.resolve(&alice, "/home/alice/private/deep/x", PathUse::kRead));
  EXPECT_TRUE(tree.resolve(&hdfs, "/home/alice/private/deep/x", PathUse::kRead));
}

// Members of the supergroup are superusers.
TEST_F(Permission, Supergroup) {
  const PermissionPolicy policy{true, "hdfs", "supergroup"};
  const std::vector<std::string> groups{"staff", "supergroup"};
  EXPECT_TRUE(PermissionChecker(policy, "dora", groups).is_superuser());
  EXPECT_FALSE(alice.is_superuser());
  EXPECT_THAT(alice.check_superuser("report"),
              refused(ErrorCode::kAccessDenied,
                      "Access denied for user alice. Superuser privilege is required for operation "
                      "report"));
}

// The ancestor is the deepest directory that exists, the parent is the one directly above.
TEST_F(Permission, AncestorAndParent) {
  mkdir("/a");
  EXPECT_THAT(check(alice, "/a/b/c", {.ancestor = Access::kWrite}),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=WRITE, "
                      "inode=\"/a\":hdfs:supergroup:drwxr-xr-x"));
  EXPECT_TRUE(check(alice, "/a/b/c", {.parent = Access::kWrite})) << "what is missing is not checked";
  EXPECT_FALSE(check(alice, "/a/b", {.parent = Access::kWrite}));
  EXPECT_TRUE(check(alice, "/a", {.self = Access::kReadExecute}));
  EXPECT_TRUE(check(alice, "/", {.ancestor = Access::kWrite, .parent = Access::kWrite}))
      << "nothing is above the root";
}

// In a sticky directory only the owners of the entry and of the directory may take the entry away.
TEST_F(Permission, StickyBit) {
  mkdir("/tmp", hdfs, 01777);
  touch("/tmp/f", alice);
  EXPECT_TRUE(check(alice, "/tmp/f", {.parent = Access::kWrite}));
  EXPECT_THAT(check(bob, "/tmp/f", {.parent = Access::kWrite}),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied by sticky bit: user=bob, "
                      "path=\"/tmp/f\":alice:supergroup:-rw-r--r--, "
                      "parent=\"/tmp\":hdfs:supergroup:drwxrwxrwt"));
  EXPECT_TRUE(check(bob, "/tmp/g", {.parent = Access::kWrite}));
}

// Only the owner may.
TEST_F(Permission, Owner) {
  mkdir("/open", hdfs, 0777);
  touch("/open/f", alice);
  EXPECT_TRUE(check(alice, "/open/f", {.owner = true}));
  EXPECT_THAT(check(bob, "/open/f", {.owner = true}),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied. user=bob is not the owner of inode=/open/f"));
}

// Taking a tree away needs rights in every directory of it, unless that is empty.
TEST_F(Permission, Subtree) {
  mkdir("/open", hdfs, 0777);
  mkdir("/open/a", alice, 0777);
  mkdir("/open/a/b", bob, 0755);
  const PathChecks everything{.subtree = Access::kAll, .ignore_empty_directories = true};
  EXPECT_TRUE(check(alice, "/open/a", everything));
  EXPECT_FALSE(check(alice, "/open/a", {.subtree = Access::kAll}));
  touch("/open/a/b/f", bob);
  EXPECT_THAT(check(alice, "/open/a", everything),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=ALL, "
                      "inode=\"/open/a/b\":bob:supergroup:drwxr-xr-x"));
}

// A sticky directory inside the tree protects its entries too.
TEST_F(Permission, StickyBitInSubtree) {
  mkdir("/open", hdfs, 0777);
  mkdir("/open/a", alice, 0777);
  mkdir("/open/a/shared", bob, 0777);
  apply([&](auto& t) { return tree.set_permission(bob, "/open/a/shared", 01777, t); });
  touch("/open/a/shared/f", carol);
  EXPECT_THAT(check(alice, "/open/a", {.subtree = Access::kAll}),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied by sticky bit: user=alice, "
                      "path=\"/open/a/shared/f\":carol:supergroup:-rw-r--r--, "
                      "parent=\"/open/a/shared\":alice:supergroup:drwxrwxrwx"));
}

// With dfs.permissions.enabled=false everybody may, but only owners change modes.
TEST_F(Permission, SwitchedOff) {
  const PermissionPolicy policy{false, "hdfs", "supergroup"};
  const PermissionChecker dora(policy, "dora", {});
  EXPECT_TRUE(apply([&](auto& t) { return tree.mkdirs(dora, {"/d", 0700}, t); }));
  touch("/f");
  EXPECT_TRUE(apply([&](auto& t) { return tree.remove(dora, "/f", false, t); })->removed);
  mkdir("/h");
  EXPECT_FALSE(apply([&](auto& t) { return tree.set_permission(dora, "/h", 0777, t); }));
}

}  // namespace
}  // namespace mammoth::namenode
