#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Rename : public NamespaceTest {
 protected:
  Result<bool> rename(const PermissionChecker& user, std::string_view from, std::string_view to) {
    return apply([&](auto& t) { return tree.rename(user, from, to, t); });
  }
  bool rename(std::string_view from, std::string_view to) { return *rename(hdfs, from, to); }
};

// A directory moves with everything below it, and its inode stays the same.
TEST_F(Rename, MovesATree) {
  mkdir("/a/b");
  const InodeId file = touch("/a/b/f");
  const auto moved_time = state("/a/b").modification_time_ms;
  mkdir("/z");
  clock.advance_ms(5);
  EXPECT_TRUE(rename("/a/b", "/z/y"));
  EXPECT_EQ(find("/z/y/f")->id, file);
  EXPECT_FALSE(exists("/a/b"));
  EXPECT_EQ(tree.path_of(file), "/z/y/f");
  EXPECT_EQ(state("/a").child_count, 0u);
  EXPECT_EQ(state("/z").child_count, 1u);
  EXPECT_EQ(state("/a").modification_time_ms, clock.wall_ms());
  EXPECT_EQ(state("/z").modification_time_ms, clock.wall_ms());
  EXPECT_EQ(state("/z/y").modification_time_ms, moved_time);
}

// Into an existing directory, under its own name.
TEST_F(Rename, IntoADirectory) {
  mkdir("/d");
  touch("/f");
  EXPECT_TRUE(rename("/f", "/d"));
  EXPECT_TRUE(exists("/d/f"));
  touch("/f");
  EXPECT_FALSE(rename("/f", "/d")) << "there is one already";
}

// The old method says false where the new one explains.
TEST_F(Rename, FalseWhereItCannotBeDone) {
  mkdir("/d/e");
  touch("/f");
  touch("/g");
  EXPECT_FALSE(rename("/missing", "/x"));
  EXPECT_FALSE(rename("/f", "/g")) << "the target is a file";
  EXPECT_FALSE(rename("/f", "/no/x")) << "the target's parent is missing";
  EXPECT_FALSE(rename("/d", "/d/e/x")) << "below itself";
  EXPECT_FALSE(rename("/d", "/d")) << "into itself";
  EXPECT_FALSE(rename("/", "/x"));
  EXPECT_TRUE(rename("/f", "/f")) << "onto itself";
  EXPECT_TRUE(rename("/d/e", "/d/ee")) << "a longer name is not below";
}

// Rights are never swallowed.
TEST_F(Rename, Refusals) {
  mkdir("/open", hdfs, 0777);
  touch("/open/f", alice);
  touch("/f");
  EXPECT_THAT(rename(alice, "/f", "/open/g"),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=WRITE, "
                      "inode=\"/\":hdfs:supergroup:drwxr-xr-x"));
  EXPECT_FALSE(rename(alice, "/open/f", "/g"));
  EXPECT_THAT(rename(hdfs, "/f", "/f/x"),
              refused(ErrorCode::kParentNotDirectory, "/f (is not a directory)"));
  EXPECT_THAT(rename(hdfs, "/f", "/.reserved"),
              refused(ErrorCode::kInvalidPath,
                      "Invalid path name Cannot rename to or from /.reserved"));
  EXPECT_FALSE(rename(hdfs, "/f", "/open/.snapshot"));
  EXPECT_THAT(rename(hdfs, "/f", "/" + std::string(256, 'x')),
              refused(ErrorCode::kPathComponentTooLong,
                      "The maximum path component name limit of " + std::string(256, 'x') +
                          " in directory / is exceeded: limit=255 length=256"));
  EXPECT_TRUE(exists("/f"));
}

// A file that is being written keeps its lease.
TEST_F(Rename, OpenFile) {
  mkdir("/d");
  const auto created = create(hdfs, create_request("/f"));
  const InodeId id = created->path.last()->id;
  EXPECT_TRUE(rename("/f", "/d/g"));
  const auto open = table.find_open_file(id);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->holder, "writer");
  EXPECT_EQ(tree.path_of(id), "/d/g");
}

// Protected directories stay where they are as long as there is something in them.
TEST_F(Rename, ProtectedDirectories) {
  DirectoryTree careful(table, snapshots, ids, clock, {.protected_directories = {"/a/keep", "/b"}});
  const auto rename_in = [&](std::string_view from) {
    return apply([&](auto& t) { return careful.rename(hdfs, from, "/z", t); });
  };
  mkdir("/a/keep");
  mkdir("/b/x");
  EXPECT_THAT(rename_in("/b"), refused(ErrorCode::kAccessDenied,
                                       "Cannot delete/rename non-empty protected directory /b"));
  touch("/a/keep/f");
  EXPECT_THAT(rename_in("/a"),
              refused(ErrorCode::kAccessDenied,
                      "Cannot delete/rename non-empty protected subdirectory /a/keep"));
  apply([&](auto& t) { return tree.remove(hdfs, "/a/keep/f", false, t); });
  EXPECT_TRUE(*rename_in("/a"));
}

}  // namespace
}  // namespace mammoth::namenode
