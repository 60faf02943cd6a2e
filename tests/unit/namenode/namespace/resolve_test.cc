#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Resolve : public NamespaceTest {};

// A path is known as far as it exists.
TEST_F(Resolve, StopsAtTheFirstMissingName) {
  mkdir("/a/b");
  const auto path = *tree.resolve(nullptr, "/a/b/c/d/", PathUse::kRead);
  EXPECT_EQ(path.depth(), 4u);
  EXPECT_EQ(path.existing_level(), 2u);
  EXPECT_FALSE(path.exists());
  EXPECT_EQ(path.path(), "/a/b/c/d");
  EXPECT_EQ(path.path_to(path.existing_level()), "/a/b");
  EXPECT_TRUE(tree.resolve(nullptr, "/", PathUse::kRead)->is_root());
}

// A path through a file: whoever wants to create something is told about the parent, all others
// that access is denied; the text is the same, and even a superuser gets it.
TEST_F(Resolve, ThroughAFile) {
  touch("/f");
  EXPECT_THAT(tree.resolve(&hdfs, "/f/x/y", PathUse::kRead),
              refused(ErrorCode::kAccessDenied, "/f (is not a directory)"));
  EXPECT_THAT(tree.resolve(&alice, "/f/x", PathUse::kWrite),
              refused(ErrorCode::kAccessDenied, "/f (is not a directory)"));
  EXPECT_THAT(tree.resolve(&hdfs, "/f/x", PathUse::kCreate),
              refused(ErrorCode::kParentNotDirectory, "/f (is not a directory)"));
  EXPECT_TRUE(tree.resolve(&hdfs, "/f", PathUse::kRead));
}

// Only what is to be created must have a valid name.
TEST_F(Resolve, InvalidNames) {
  EXPECT_THAT(tree.resolve(&hdfs, "/a/../b", PathUse::kCreate),
              refused(ErrorCode::kInvalidPath, "Invalid path name Invalid file name: /a/../b"));
  EXPECT_TRUE(tree.resolve(&hdfs, "/a/../b", PathUse::kRead));
  EXPECT_THAT(tree.resolve(&hdfs, "a", PathUse::kRead),
              refused(ErrorCode::kRemote, "Absolute path required, but got 'a'"));
}

// Inodes have a path of their own, which survives a rename.
TEST_F(Resolve, ByInode) {
  mkdir("/a/b");
  const InodeId file = touch("/a/b/f");
  const std::string by_id = "/.reserved/.inodes/" + std::to_string(file.value());
  EXPECT_EQ(tree.resolve(nullptr, by_id, PathUse::kRead)->path(), "/a/b/f");
  apply([&](auto& t) { return tree.rename(hdfs, "/a", "/z", t); });
  EXPECT_EQ(tree.resolve(nullptr, by_id, PathUse::kRead)->path(), "/z/b/f");
  EXPECT_EQ(tree.resolve(nullptr, by_id + "/..", PathUse::kRead)->path(), "/z/b");

  const std::string directory =
      "/.reserved/.inodes/" + std::to_string(find("/z/b")->id.value()) + "/f";
  EXPECT_EQ(tree.resolve(nullptr, directory, PathUse::kRead)->last()->id, file);
  EXPECT_TRUE(tree.resolve(nullptr, "/.reserved/.inodes/16385", PathUse::kRead)->is_root());
  EXPECT_THAT(tree.resolve(nullptr, "/.reserved/.inodes/x", PathUse::kRead),
              refused(ErrorCode::kFileNotFound, "Invalid inode path: /.reserved/.inodes/x"));
  EXPECT_THAT(tree.resolve(nullptr, "/.reserved/.inodes/99999", PathUse::kRead),
              refused(ErrorCode::kFileNotFound,
                      "File for given inode path does not exist: /.reserved/.inodes/99999"));
}

// What hung below a deleted directory is gone by any name, long before it is reclaimed.
TEST_F(Resolve, InodeBelowADeletedDirectory) {
  mkdir("/a/b");
  const InodeId file = touch("/a/b/f");
  apply([&](auto& t) { return tree.remove(hdfs, "/a", true, t); });
  EXPECT_TRUE(table.locate(file)) << "not reclaimed yet";
  EXPECT_FALSE(tree.resolve_id(file));
  EXPECT_FALSE(tree.path_of(file));
  EXPECT_FALSE(tree.resolve(nullptr, "/.reserved/.inodes/" + std::to_string(file.value()),
                            PathUse::kRead));
}

// A writer names its file by id; the path matters only when it has none.
TEST_F(Resolve, FileByIdOrPath) {
  mkdir("/d");
  const InodeId file = touch("/d/f");
  EXPECT_EQ(tree.resolve_file(&hdfs, "/old/name", file)->path(), "/d/f");
  EXPECT_EQ(tree.resolve_file(&hdfs, "/d/f", kNoInode)->last()->id, file);
  const auto gone = *tree.resolve_file(&hdfs, "/d/f", InodeId{99999});
  EXPECT_EQ(gone.path(), "/d/f");
  EXPECT_FALSE(gone.exists());
}

// /.reserved/raw is the tree itself; only superusers write through it.
TEST_F(Resolve, Raw) {
  mkdir("/open", hdfs, 0777);
  touch("/open/f");
  EXPECT_EQ(tree.resolve(&alice, "/.reserved/raw/open/f", PathUse::kRead)->path(), "/open/f");
  EXPECT_TRUE(tree.resolve(&alice, "/.reserved/raw", PathUse::kRead)->is_root());
  EXPECT_FALSE(tree.resolve(&alice, "/.reserved/raw/open/f", PathUse::kWrite));
  EXPECT_TRUE(tree.resolve(&hdfs, "/.reserved/raw/open/f", PathUse::kWrite));
}

}  // namespace
}  // namespace mammoth::namenode
