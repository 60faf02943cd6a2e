#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Mkdirs : public NamespaceTest {
 protected:
  Result<ResolvedPath> mkdirs(const PermissionChecker& user, std::string_view path,
                              bool create_parent = true, Mode mode = 0755) {
    return apply([&](auto& t) { return tree.mkdirs(user, {path, mode, create_parent}, t); });
  }
};

// All missing directories appear; the group comes from above, the owner may always enter what was
// made for him on the way.
TEST_F(Mkdirs, MakesTheWholePath) {
  mkdir("/open", hdfs, 0777);
  ASSERT_TRUE(mkdirs(alice, "/open/a/b/c", true, 01444));
  for (const char* path : {"/open/a", "/open/a/b"}) {
    const auto inode = find(path);
    EXPECT_EQ(inode->owner, "alice");
    EXPECT_EQ(inode->group, "supergroup");
    EXPECT_EQ(inode->mode, 0744) << "u+wx, and without the sticky bit";
  }
  EXPECT_EQ(find("/open/a/b/c")->mode, 01444);
  EXPECT_EQ(state("/open/a/b").child_count, 1u);
}

// Making what exists is success and changes nothing.
TEST_F(Mkdirs, Existing) {
  mkdir("/a/b");
  const auto before = table.apply({});
  EXPECT_TRUE(mkdirs(alice, "/a/b"));
  EXPECT_TRUE(mkdirs(alice, "/"));
  EXPECT_EQ(table.apply({}), before);
}

// The parent's time moves, the grandparent's does not.
TEST_F(Mkdirs, TouchesTheParent) {
  mkdir("/a/b");
  const auto before = state("/a").modification_time_ms;
  clock.advance_ms(1000);
  mkdir("/a/b/c");
  EXPECT_EQ(state("/a").modification_time_ms, before);
  EXPECT_EQ(state("/a/b").modification_time_ms, clock.wall_ms());
}

// Every reason to refuse, in the words of Apache's.
TEST_F(Mkdirs, Refusals) {
  touch("/f");
  mkdir("/open", hdfs, 0777);
  EXPECT_THAT(mkdirs(hdfs, "/f"),
              refused(ErrorCode::kFileAlreadyExists, "Path is not a directory: /f"));
  EXPECT_THAT(mkdirs(hdfs, "/f/x"),
              refused(ErrorCode::kParentNotDirectory, "/f (is not a directory)"));
  EXPECT_THAT(mkdirs(hdfs, "/no/x", false),
              refused(ErrorCode::kFileNotFound, "Parent directory doesn't exist: /no"));
  EXPECT_THAT(mkdirs(alice, "/a/b"),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=WRITE, "
                      "inode=\"/\":hdfs:supergroup:drwxr-xr-x"));
  EXPECT_THAT(mkdirs(hdfs, "/open/a:b"),
              refused(ErrorCode::kInvalidPath, "Invalid path name Invalid file name: /open/a:b"));
  EXPECT_THAT(mkdirs(hdfs, "/open/.snapshot"),
              refused(ErrorCode::kHadoopIllegalArgument, "\".snapshot\" is a reserved name."));
  EXPECT_THAT(mkdirs(hdfs, "/.reserved"),
              refused(ErrorCode::kHadoopIllegalArgument,
                      "File name \".reserved\" is reserved and cannot be created. If this is during "
                      "upgrade change the name of the existing file or directory to another name "
                      "before upgrading to the new release."));
  EXPECT_TRUE(mkdirs(hdfs, "/open/.reserved")) << "it is reserved below the root only";
}

// A name of 255 bytes fits; what counts is bytes, not characters.
TEST_F(Mkdirs, ComponentLength) {
  EXPECT_TRUE(mkdirs(hdfs, "/" + std::string(255, 'x')));
  std::string umlauts;
  for (int i = 0; i < 128; ++i) umlauts += "ü";
  EXPECT_THAT(mkdirs(hdfs, "/d/" + umlauts),
              refused(ErrorCode::kPathComponentTooLong,
                      "The maximum path component name limit of " + umlauts +
                          " in directory /d is exceeded: limit=255 length=256"));
  EXPECT_FALSE(exists("/d")) << "a refused operation leaves nothing behind";
}

// A directory holds only so many entries.
TEST_F(Mkdirs, DirectoryItems) {
  DirectoryTree small(table, snapshots, ids, clock, {.max_directory_items = 2});
  mkdir("/d/1");
  mkdir("/d/2");
  EXPECT_THAT(apply([&](auto& t) { return small.mkdirs(hdfs, {"/d/3", 0755}, t); }),
              refused(ErrorCode::kMaxDirectoryItemsExceeded,
                      "The directory item limit of /d is exceeded: limit=2 items=2"));
}

}  // namespace
}  // namespace mammoth::namenode
