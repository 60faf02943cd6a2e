#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Remove : public NamespaceTest {
 protected:
  Result<Removal> remove(const PermissionChecker& user, std::string_view path,
                         bool recursive = false) {
    return apply([&](auto& t) { return tree.remove(user, path, recursive, t); });
  }
};

// A file goes with all its records, and its blocks are handed over.
TEST_F(Remove, File) {
  const auto empty = table.record_count();
  touch("/f", 3);
  const auto blocks = find("/f")->blocks;
  clock.advance_ms(7);
  const auto removal = remove(hdfs, "/f");
  ASSERT_TRUE(removal);
  EXPECT_TRUE(removal->removed);
  EXPECT_EQ(removal->blocks, blocks);
  EXPECT_EQ(state("/").modification_time_ms, clock.wall_ms());
  EXPECT_EQ(table.record_count(), empty + 1) << "the root's state remains";
}

// What is not there is not an error, and neither is the root.
TEST_F(Remove, MissingAndRoot) {
  EXPECT_FALSE(remove(hdfs, "/no")->removed);
  EXPECT_FALSE(remove(hdfs, "/no/no")->removed);
  EXPECT_FALSE(remove(hdfs, "/", true)->removed);
}

// A directory with content goes only recursively, and then at once, whatever it holds.
TEST_F(Remove, Directory) {
  mkdir("/d/e");
  touch("/d/f", 1);
  EXPECT_THAT(remove(hdfs, "/d"),
              refused(ErrorCode::kPathIsNotEmptyDirectory, "`/d is non empty': Directory is not empty"));
  const auto removal = remove(hdfs, "/d", true);
  ASSERT_TRUE(removal);
  EXPECT_TRUE(removal->orphaned_subtree);
  EXPECT_FALSE(exists("/d"));
  EXPECT_TRUE(table.next_orphan(kNoInode));

  mkdir("/empty");
  EXPECT_FALSE(remove(hdfs, "/empty")->orphaned_subtree);
}

// Rights in the parent and in everything below.
TEST_F(Remove, Refusals) {
  mkdir("/open", hdfs, 0777);
  mkdir("/open/b", bob, 0755);
  touch("/open/b/f", bob);
  EXPECT_THAT(remove(alice, "/open/b/f"),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=WRITE, "
                      "inode=\"/open/b\":bob:supergroup:drwxr-xr-x"));
  EXPECT_THAT(remove(alice, "/open/b", true),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=ALL, "
                      "inode=\"/open/b\":bob:supergroup:drwxr-xr-x"));
  EXPECT_THAT(remove(hdfs, "/.reserved"),
              refused(ErrorCode::kInvalidPath, "Invalid path name /.reserved"));
  EXPECT_TRUE(remove(bob, "/open/b", true)->removed);
}

}  // namespace
}  // namespace mammoth::namenode
