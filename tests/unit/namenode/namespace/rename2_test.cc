#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Rename2 : public NamespaceTest {
 protected:
  Result<Removal> rename(const PermissionChecker& user, const RenameRequest& request) {
    return apply([&](auto& t) { return tree.rename2(user, request, t); });
  }
  Result<Removal> rename(std::string_view from, std::string_view to, bool overwrite = false) {
    return rename(hdfs, {from, to, overwrite});
  }
};

// Every reason to refuse, each said.
TEST_F(Rename2, SaysWhyNot) {
  mkdir("/d/e");
  mkdir("/empty");
  touch("/f");
  touch("/g");
  EXPECT_THAT(rename("/no", "/x"),
              refused(ErrorCode::kFileNotFound, "rename source /no is not found."));
  EXPECT_THAT(rename("/", "/x"), refused(ErrorCode::kIo, "rename source cannot be the root"));
  EXPECT_THAT(rename("/f", "/f"),
              refused(ErrorCode::kFileAlreadyExists,
                      "The source /f and destination /f are the same"));
  EXPECT_THAT(rename("/d", "/d/e/x"),
              refused(ErrorCode::kIo,
                      "Rename destination /d/e/x is a directory or file under source /d"));
  EXPECT_THAT(rename("/f", "/"), refused(ErrorCode::kIo, "rename destination cannot be the root"));
  EXPECT_THAT(rename("/f", "/empty", true),
              refused(ErrorCode::kIo,
                      "Source /f and destination /empty must both be directories"));
  EXPECT_THAT(rename("/f", "/g"),
              refused(ErrorCode::kFileAlreadyExists, "rename destination /g already exists"));
  EXPECT_THAT(rename("/empty", "/d", true),
              refused(ErrorCode::kIo, "rename destination directory is not empty: /d"));
  EXPECT_THAT(rename("/f", "/no/x"),
              refused(ErrorCode::kFileNotFound, "rename destination parent /no/x not found."));
  EXPECT_THAT(rename("/f", "/g/x"),
              refused(ErrorCode::kParentNotDirectory, "/g (is not a directory)"));
}

// Replacing a file frees its blocks and its lease.
TEST_F(Rename2, OverwritesAFile) {
  const InodeId moved = touch("/f", 1);
  mkdir("/d");
  touch("/d/g", 2);
  const auto blocks = find("/d/g")->blocks;
  const auto removal = rename("/f", "/d/g", true);
  ASSERT_TRUE(removal);
  EXPECT_EQ(removal->blocks, blocks);
  EXPECT_EQ(find("/d/g")->id, moved);
  EXPECT_EQ(state("/d").child_count, 1u);
  EXPECT_EQ(state("/").child_count, 1u);
}

// Replacing an empty directory leaves no garbage.
TEST_F(Rename2, OverwritesAnEmptyDirectory) {
  mkdir("/a/b");
  mkdir("/z");
  const auto removal = rename("/a", "/z", true);
  ASSERT_TRUE(removal);
  EXPECT_TRUE(removal->removed);
  EXPECT_FALSE(removal->orphaned_subtree);
  EXPECT_TRUE(exists("/z/b"));
  EXPECT_FALSE(table.next_orphan(kNoInode));
}

// Into the trash goes only what the user could delete.
TEST_F(Rename2, ToTrash) {
  mkdir("/open", hdfs, 0777);
  mkdir("/open/a", alice, 0777);
  mkdir("/open/a/b", bob, 0755);
  touch("/open/a/b/f", bob);
  mkdir("/trash", hdfs, 0777);
  EXPECT_THAT(rename(alice, {"/open/a", "/trash/a", false, true}),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=ALL, "
                      "inode=\"/open/a/b\":bob:supergroup:drwxr-xr-x"));
  EXPECT_TRUE(rename(alice, {"/open/a", "/trash/a", false, false}));
}

}  // namespace
}  // namespace mammoth::namenode
