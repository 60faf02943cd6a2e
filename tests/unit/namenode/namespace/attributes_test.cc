// set_permission, set_owner, set_times and set_replication.
#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Attributes : public NamespaceTest {
 protected:
  void SetUp() override {
    mkdir("/open", hdfs, 0777);
    touch("/open/f", alice, 1);
  }
  Result<void> chown(const PermissionChecker& user, std::optional<std::string_view> owner,
                     std::optional<std::string_view> group) {
    return apply([&](auto& t) { return tree.set_owner(user, "/open/f", owner, group, t); });
  }
  Result<void> times(const PermissionChecker& user, std::string_view path, std::int64_t mtime,
                     std::int64_t atime) {
    return apply([&](auto& t) { return tree.set_times(user, path, mtime, atime, t); });
  }
};

// The owner and superusers change modes; nothing but the permission bits arrives.
TEST_F(Attributes, Permission) {
  const auto chmod = [&](const PermissionChecker& user, std::string_view path, Mode mode) {
    return apply([&](auto& t) { return tree.set_permission(user, path, mode, t); });
  };
  EXPECT_TRUE(chmod(alice, "/open/f", 0107600));
  EXPECT_EQ(find("/open/f")->mode, 01600);
  EXPECT_THAT(chmod(bob, "/open/f", 0777),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied. user=bob is not the owner of inode=/open/f"));
  EXPECT_THAT(chmod(hdfs, "/open/no", 0777),
              refused(ErrorCode::kFileNotFound, "Directory/File does not exist /open/no"));
  EXPECT_TRUE(chmod(hdfs, "/", 0700));
  EXPECT_EQ(find("/")->mode, 0700);
}

// Files are given away by superusers only; owners choose among their own groups.
TEST_F(Attributes, Owner) {
  EXPECT_TRUE(chown(alice, std::nullopt, "staff"));
  EXPECT_EQ(find("/open/f")->group, "staff");
  EXPECT_TRUE(chown(alice, "alice", std::nullopt));
  EXPECT_THAT(chown(alice, "bob", std::nullopt),
              refused(ErrorCode::kAccessDenied,
                      "User alice is not a super user (non-super user cannot change owner)."));
  EXPECT_THAT(chown(alice, std::nullopt, "wheel"),
              refused(ErrorCode::kAccessDenied, "User alice does not belong to wheel"));
  EXPECT_THAT(chown(bob, std::nullopt, "staff"),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied. user=bob is not the owner of inode=/open/f"));
  EXPECT_TRUE(chown(hdfs, "bob", "wheel"));
  EXPECT_EQ(find("/open/f")->owner, "bob");
  EXPECT_EQ(find("/open/f")->group, "wheel");
}

// Each time alone or both; of directories too; whoever may write may.
TEST_F(Attributes, Times) {
  EXPECT_TRUE(times(alice, "/open/f", 1000, -1));
  EXPECT_TRUE(times(alice, "/open/f", -1, 2000));
  EXPECT_EQ(find("/open/f")->modification_time_ms, 1000);
  EXPECT_EQ(find("/open/f")->access_time_ms, 2000);
  const auto before = state("/open").modification_time_ms;
  EXPECT_TRUE(times(alice, "/open", -1, 3000));
  EXPECT_EQ(state("/open"), (DirectoryState{before, 3000, 1}));
  EXPECT_TRUE(times(alice, "/open", 4000, -1));
  EXPECT_EQ(state("/open"), (DirectoryState{4000, 3000, 1}));
  EXPECT_THAT(times(bob, "/open/f", 1, 1),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=bob, access=WRITE, "
                      "inode=\"/open/f\":alice:supergroup:-rw-r--r--"));
  EXPECT_THAT(times(bob, "/open/no", 1, 1),
              refused(ErrorCode::kFileNotFound, "File/Directory /open/no does not exist."));
}

// A read is remembered once an hour at most.
TEST_F(Attributes, AccessTimePrecision) {
  const auto read = [&] {
    Transaction t;
    tree.record_access(*tree.get_file(alice, "/open/f"), t);
    table.apply(std::move(t));
  };
  const auto before = find("/open/f")->access_time_ms;
  clock.advance_ms(3'600'000);
  read();
  EXPECT_EQ(find("/open/f")->access_time_ms, before);
  clock.advance_ms(1);
  read();
  EXPECT_EQ(find("/open/f")->access_time_ms, clock.wall_ms());
}

// Directories have no replication.
TEST_F(Attributes, Replication) {
  const auto change = [&](const PermissionChecker& user, std::string_view path) {
    return apply([&](auto& t) { return tree.set_replication(user, path, 5, t); });
  };
  const auto changed = change(alice, "/open/f");
  ASSERT_TRUE(changed && *changed);
  EXPECT_EQ((*changed)->old_replication, 3);
  EXPECT_EQ((*changed)->file->replication, 5);
  EXPECT_EQ(find("/open/f")->replication, 5);
  EXPECT_FALSE(*change(alice, "/open"));
  EXPECT_FALSE(*change(alice, "/open/no"));
  EXPECT_FALSE(change(bob, "/open/f"));
}

}  // namespace
}  // namespace mammoth::namenode
