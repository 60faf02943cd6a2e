#include "namenode/namespace/symlink.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class SymlinkTest : public NamespaceTest {
 protected:
  Result<ResolvedPath> link(std::string_view target, std::string_view path,
                            const PermissionChecker& user, bool create_parent = false) {
    return apply([&](auto& t) {
      return tree.create_symlink(
          user, {.target = target, .link = path, .create_parent = create_parent}, t);
    });
  }
  // Where a path is said to go on.
  std::string followed(std::string_view path, PathUse use = PathUse::kRead) {
    const auto resolved = tree.resolve(&hdfs, path, use);
    if (resolved) return "resolved";
    EXPECT_EQ(resolved.error().code, ErrorCode::kUnresolvedPath);
    return resolved.error().message;
  }
};

TEST(FollowedPath, PutsTheTargetInThePlaceOfTheLink) {
  EXPECT_EQ(followed_path("/a", "/x/y", ""), "/x/y");
  EXPECT_EQ(followed_path("/a", "/x/y", "c/d"), "/x/y/c/d");
  EXPECT_EQ(followed_path("/a", "x", "c"), "/a/x/c");
  EXPECT_EQ(followed_path("/a/b", "../x/./y", ""), "/a/x/y");
  EXPECT_EQ(followed_path("/", "x", ""), "/x");
  EXPECT_EQ(followed_path("/a", "hdfs://other:8020/x", "c"), "hdfs://other:8020/x/c");
}

// The server says where a path goes on; what means the link itself finds it.
TEST_F(SymlinkTest, LeadOnwards) {
  mkdir("/data/sub");
  ASSERT_TRUE(link("/data", "/link", hdfs));
  EXPECT_EQ(followed("/link"), "/data");
  EXPECT_EQ(followed("/link/sub/f"), "/data/sub/f");
  EXPECT_EQ(followed("/link/new", PathUse::kCreate), "/data/new");
  EXPECT_EQ(followed("/link/sub", PathUse::kReadLink), "/data/sub");
  EXPECT_EQ(followed("/link", PathUse::kReadLink), "resolved");
  const InodePtr inode = tree.resolve(nullptr, "/link", PathUse::kReadLink)->last();
  EXPECT_TRUE(inode->is_symlink());
  EXPECT_EQ(inode->mode, 0777);
  EXPECT_EQ(*inode->link_target, "/data");
}

// A rename and a delete are of the link; what it leads to stays.
TEST_F(SymlinkTest, AreRenamedAndDeleted) {
  mkdir("/data/sub");
  const std::size_t before = table.record_count();
  ASSERT_TRUE(link("/data", "/link", hdfs));
  EXPECT_TRUE(*apply([&](auto& t) { return tree.rename(hdfs, "/link", "/data", t); }))
      << "into the directory";
  EXPECT_FALSE(*apply([&](auto& t) { return tree.rename(hdfs, "/none", "/x", t); }));
  const auto removed =
      apply([&](auto& t) { return tree.remove(hdfs, "/data/link", /*recursive=*/false, t); });
  ASSERT_TRUE(removed);
  EXPECT_TRUE(removed->removed);
  EXPECT_TRUE(exists("/data"));
  EXPECT_EQ(table.record_count(), before) << "nothing is left behind";
}

TEST_F(SymlinkTest, BadRequests) {
  mkdir("/mine", hdfs, 0700);
  touch("/f");
  const auto message = [](const auto& refused) { return refused.error().message; };
  EXPECT_EQ(message(link("/f", "no/slash", hdfs)), "Invalid path name Invalid link name: no/slash");
  EXPECT_EQ(message(link("", "/l", hdfs)), "Invalid path name Invalid target name: ");
  EXPECT_EQ(message(link("/.reserved/raw", "/l", hdfs)),
            "Invalid path name Invalid target name: /.reserved/raw");
  EXPECT_EQ(message(link("/x", "/f", hdfs)),
            "failed to create link /f either because the filename is invalid or the file exists");
  EXPECT_EQ(message(link("/x", "/none/l", hdfs)), "Parent directory doesn't exist: /none");
  EXPECT_TRUE(link("/x", "/none/l", hdfs, true));
  EXPECT_EQ(link("/x", "/mine/l", bob).error().code, ErrorCode::kAccessDenied);
}

}  // namespace
}  // namespace mammoth::namenode
