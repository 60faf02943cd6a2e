#include "namenode/namespace/quota.h"
#include "namenode/namespace/subtree_usage.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class QuotaTest : public NamespaceTest {
 protected:
  void limit(std::string_view path, std::int64_t names, std::int64_t space_bytes = kKeepQuota) {
    ASSERT_TRUE(apply([&](auto& t) { return tree.set_quota(hdfs, path, {names, space_bytes}, t); }));
  }
  void limit(std::string_view path, QuotaType type, std::int64_t bytes) {
    ASSERT_TRUE(
        apply([&](auto& t) { return tree.set_quota(hdfs, path, {kKeepQuota, bytes, type}, t); }));
  }
  void set_policy(std::string_view path, std::uint8_t policy) {
    ASSERT_TRUE(apply([&](auto& t) { return tree.set_storage_policy(hdfs, path, policy, t); }));
  }
  Usage all_used(std::string_view path) {
    const auto found = tree.resolve(nullptr, path, PathUse::kRead);
    return table.directory_state(*found->last()).usage.value_or(Usage{-1, -1});
  }
  // Names and bytes, whatever types they are of.
  Usage used(std::string_view path) {
    const Usage all = all_used(path);
    return {all.names, all.space_bytes};
  }
  // Of SSD, DISK and ARCHIVE.
  std::array<std::int64_t, 3> types(std::string_view path) {
    const auto found = tree.resolve(nullptr, path, PathUse::kRead);
    const TypeBytes bytes = type_bytes(all_used(path), found->storage_policy());
    return {bytes[0], bytes[1], bytes[2]};
  }
  // What the directory is said to hold is what it holds.
  void expect_true_count(std::string_view path) {
    Inode top = *tree.resolve(nullptr, path, PathUse::kRead)->last();
    top.quota = {};
    EXPECT_EQ(all_used(path), content_usage({table, snapshots}, std::make_shared<const Inode>(top))) << path;
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

// Bytes count for the types of the policy that somebody has set, wherever above the file, and go with
// it when it changes or when the directory moves.
TEST_F(QuotaTest, TypesFollowThePolicy) {
  constexpr std::uint8_t kCold = 2, kWarm = 5, kHot = 7, kOneSsd = 10;
  mkdir("/q/inner/deep");
  limit("/q", 100);
  limit("/q/inner", 100);
  touch("/q/inner/deep/f", 1);
  using Types = std::array<std::int64_t, 3>;
  EXPECT_EQ(types("/q"), (Types{0, 0, 0})) << "nobody set a policy";
  set_policy("/q", kHot);
  EXPECT_EQ(types("/q"), (Types{0, 3072, 0}));
  EXPECT_EQ(types("/q/inner"), (Types{0, 3072, 0})) << "what is inherited counts there, too";
  set_policy("/q/inner/deep", kOneSsd);
  EXPECT_EQ(types("/q"), (Types{1024, 2048, 0}));
  EXPECT_EQ(types("/q/inner"), (Types{1024, 2048, 0}));
  set_policy("/q/inner/deep/f", kCold);
  EXPECT_EQ(types("/q"), (Types{0, 0, 3072}));
  set_policy("/q/inner/deep/f", 0);
  set_policy("/q/inner/deep", 0);
  mkdir("/warm");
  limit("/warm", 100);
  set_policy("/warm", kWarm);
  ASSERT_TRUE(move("/q/inner", "/warm/inner"));
  EXPECT_EQ(types("/q"), (Types{0, 0, 0}));
  EXPECT_EQ(types("/warm"), (Types{0, 1024, 2048}));
  EXPECT_EQ(types("/warm/inner"), (Types{0, 1024, 2048}));
  for (const std::string_view path : {"/q", "/warm", "/warm/inner"}) expect_true_count(path);
}

// With Apache's text; a limit of one type leaves the others alone.
TEST_F(QuotaTest, LimitsOfTypes) {
  constexpr std::uint8_t kHot = 7, kAllSsd = 12;
  mkdir("/q");
  set_policy("/q", kHot);
  limit("/q", QuotaType::kDisk, 4096);
  limit("/q", QuotaType::kSsd, 1500);
  touch("/q/f", 1);
  const auto more = [&] {
    return apply([&](auto& t) { return tree.set_replication(hdfs, "/q/f", 5, t); });
  };
  const auto refused = more();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kQuotaByStorageTypeExceeded);
  EXPECT_EQ(refused.error().message,
            "Quota by storage type : DISK on path : /q is exceeded. quota = 4 KB but space consumed = "
            "5 KB");
  limit("/q", QuotaType::kDisk, kClearQuota);
  EXPECT_TRUE(more());
  set_policy("/q", kAllSsd);
  EXPECT_FALSE(apply([&](auto& t) { return tree.set_replication(hdfs, "/q/f", 6, t); }));
  limit("/q", QuotaType::kSsd, kClearQuota);
  EXPECT_FALSE(find("/q")->quota) << "the last limit is gone";
  const auto names_too =
      apply([&](auto& t) { return tree.set_quota(hdfs, "/q", {5, 5, QuotaType::kDisk}, t); });
  ASSERT_FALSE(names_too);
  EXPECT_EQ(names_too.error().remote_class,
            "org.apache.hadoop.hdfs.server.namenode.UnsupportedActionException");
}

}  // namespace
}  // namespace mammoth::namenode
