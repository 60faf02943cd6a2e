#include "namenode/namespace/quota.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class QuotaTest : public NamespaceTest {
 protected:
  void limit(std::string_view path, std::int64_t names, std::int64_t space_bytes = kKeepQuota) {
    ASSERT_TRUE(apply([&](auto& t) { return tree.set_quota(hdfs, path, {names, space_bytes}, t); }));
  }
  Usage used(std::string_view path) {
    const auto found = tree.resolve(nullptr, path, PathUse::kRead);
    return table.directory_state(*found->last()).usage.value_or(Usage{-1, -1});
  }
  // What the directory is said to hold is what it holds.
  void expect_true_count(std::string_view path) {
    Inode top = *tree.resolve(nullptr, path, PathUse::kRead)->last();
    top.quota = {};
    EXPECT_EQ(used(path), subtree_usage(table, std::make_shared<const Inode>(top))) << path;
  }
  auto try_mkdir(std::string_view path) {
    return apply([&](auto& t) { return tree.mkdirs(hdfs, {path, 0755, true}, t); });
  }
  auto move(std::string_view source, std::string_view target) {
    return apply([&](auto& t) {
      return tree.rename2(hdfs, {.source = source, .target = target, .overwrite = true}, t);
    });
  }
};

// A quota counts what is there already, and refuses the name that is too many, with Apache's text.
TEST_F(QuotaTest, Names) {
  mkdir("/q/a");
  touch("/q/a/f", hdfs);
  limit("/q", 4);
  EXPECT_EQ(used("/q"), (Usage{3, 0}));
  EXPECT_TRUE(try_mkdir("/q/b"));
  const auto refused = try_mkdir("/q/c/d");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kNsQuotaExceeded);
  EXPECT_EQ(refused.error().message,
            "The NameSpace quota (directories and files) of directory /q is exceeded: quota=4 file "
            "count=5");
  EXPECT_FALSE(create(hdfs, create_request("/q/g")));
  EXPECT_EQ(used("/q"), (Usage{4, 0})) << "what is refused is not counted";
  limit("/q", kClearQuota);
  EXPECT_TRUE(try_mkdir("/q/c/d"));
}

// Space is that of all replicas; the block being written counts as full.
TEST_F(QuotaTest, Space) {
  mkdir("/q");
  limit("/q", kKeepQuota, 100'000);
  const InodeId id = touch("/q/f", hdfs, 2);
  EXPECT_EQ(used("/q"), (Usage{2, 2 * 3 * 1024}));
  Transaction t;
  const ResolvedPath closed = *tree.resolve_id(id);
  auto opened = closed;
  opened.set_inode(opened.depth(), reopen_file(closed, {"writer", "10.0.0.1"}, t));
  add_block(opened, {ids.next_block(t), ids.next_generation_stamp(t), 0}, nullptr, t);
  table.apply(std::move(t));
  EXPECT_EQ(used("/q"), (Usage{2, 3 * 3 * 1024}));
  const auto more = apply([&](auto& change) { return tree.set_replication(hdfs, "/q/f", 40, change); });
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().message,
            "The DiskSpace quota of /q is exceeded: quota = 100000 B = 97.66 KB but diskspace consumed "
            "= 122880 B = 120 KB");
  EXPECT_TRUE(apply([&](auto& change) { return tree.set_replication(hdfs, "/q/f", 1, change); }));
  EXPECT_EQ(used("/q"), (Usage{2, 3 * 1024}));
}

// A tree that moves takes its count with it; only directories that it enters are asked.
TEST_F(QuotaTest, Rename) {
  mkdir("/q/inner");
  mkdir("/free/tree/deep");
  touch("/free/tree/f", hdfs, 1);
  limit("/q", 6);
  limit("/q/inner", 3);
  EXPECT_EQ(used("/q"), (Usage{2, 0}));
  ASSERT_TRUE(move("/free/tree", "/q/tree"));
  EXPECT_EQ(used("/q"), (Usage{5, 3072}));
  const auto refused = move("/q/tree", "/q/inner/tree");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "The NameSpace quota (directories and files) of directory /q/inner is exceeded: quota=3 "
            "file count=4");
  ASSERT_TRUE(move("/q/tree/f", "/q/inner/f"));
  EXPECT_EQ(used("/q"), (Usage{5, 3072}));
  EXPECT_EQ(used("/q/inner"), (Usage{2, 3072}));
  touch("/free/g", hdfs);
  ASSERT_TRUE(move("/free/g", "/q/inner/f"));  // replaces it
  EXPECT_EQ(used("/q/inner"), (Usage{2, 0}));
  ASSERT_TRUE(move("/q/inner", "/free/inner"));
  EXPECT_EQ(used("/q"), (Usage{3, 0}));
  expect_true_count("/q");
  expect_true_count("/free/inner");
}

// Deleting gives back what was held, of a whole tree at once.
TEST_F(QuotaTest, Remove) {
  mkdir("/q/a/b");
  touch("/q/a/b/f", hdfs, 1);
  limit("/q", 10);
  limit("/q/a/b", 5);
  ASSERT_TRUE(apply([&](auto& t) { return tree.remove(hdfs, "/q/a", true, t); }));
  EXPECT_EQ(used("/q"), (Usage{1, 0}));
  touch("/q/f", hdfs, 1);
  auto request = create_request("/q/f");
  request.overwrite = true;
  ASSERT_TRUE(create(hdfs, request));
  EXPECT_EQ(used("/q"), (Usage{2, 0}));
}

// Joined files are one name; other replication costs or frees space.
TEST_F(QuotaTest, Concat) {
  mkdir("/q");
  for (const auto* name : {"/q/t", "/q/s1", "/q/s2"}) touch(name, hdfs, 1);
  limit("/q", 10, 10'000);
  const std::vector<std::string> sources{"/q/s1", "/q/s2"};
  ASSERT_TRUE(apply([&](auto& t) { return tree.concat(hdfs, "/q/t", sources, t); }));
  EXPECT_EQ(used("/q"), (Usage{2, 3 * 3 * 1024}));
  expect_true_count("/q");
}

// What cannot have a quota, and what is none.
TEST_F(QuotaTest, Refusals) {
  touch("/f", hdfs);
  const auto set = [&](std::string_view path, std::int64_t names, std::int64_t space) {
    return apply([&](auto& t) { return tree.set_quota(hdfs, path, {names, space}, t); });
  };
  EXPECT_EQ(set("/none", 1, kKeepQuota).error().message, "Directory does not exist: /none");
  EXPECT_EQ(set("/f", 1, kKeepQuota).error().message, "`/f': Is not a directory");
  EXPECT_EQ(set("/", -2, 5).error().message, "Illegal value for nsQuota or ssQuota : -2 and 5");
  EXPECT_TRUE(set("/", 2, kKeepQuota));
  EXPECT_FALSE(try_mkdir("/d"));
  EXPECT_TRUE(set("/", kClearQuota, kKeepQuota));
  EXPECT_TRUE(try_mkdir("/d"));
}

}  // namespace
}  // namespace mammoth::namenode
