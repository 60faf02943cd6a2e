#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class SystemQuotaTest : public NamesystemTest {
 protected:
  std::int64_t used_bytes() { return (*system->get_counted_usage(hdfs, "/q"))->usage.space_bytes; }
  const Caller hdfs{.user = "hdfs", .remote_address = "10.0.0.1"};
};

// A block counts as full while it is written, and as long as it is afterwards; a restart forgets nothing.
TEST_F(SystemQuotaTest, BlocksOfAWriter) {
  add_datanode(1);
  ASSERT_TRUE(system->mkdirs(hdfs, "/q", 0755, true).result);
  ASSERT_TRUE(system->set_quota(hdfs, "/q", {kKeepQuota, 1100}).result);
  ASSERT_TRUE(system->create(hdfs, create_request("/q/f")).result);
  const auto first = system->add_block(hdfs, {.file = {"/q/f", "c1"}}).result;
  ASSERT_TRUE(first);
  EXPECT_EQ(used_bytes(), 1024);
  Block block = first->located.block;
  block.length_bytes = 77;
  received(1, block);
  const auto second =
      system->add_block(hdfs, {.file = {"/q/f", "c1"}, .previous = ExtendedBlock{"BP-test", block}});
  ASSERT_FALSE(second.result);
  EXPECT_EQ(second.result.error().message,
            "The DiskSpace quota of /q is exceeded: quota = 1100 B = 1.07 KB but diskspace consumed = "
            "1101 B = 1.08 KB");
  ASSERT_TRUE(
      *system->complete(hdfs, {"/q/f", "c1"}, ExtendedBlock{"BP-test", block}).result);
  EXPECT_EQ(used_bytes(), 77);
  start();
  EXPECT_EQ(used_bytes(), 77);
}

// Only superusers set quotas.
TEST_F(SystemQuotaTest, Rights) {
  const Caller alice{.user = "alice", .remote_address = "10.0.0.1"};
  const auto refused = system->set_quota(alice, "/", {1, kKeepQuota}).result;
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "Access denied for user alice. Superuser privilege is required for operation setQuota");
}

}  // namespace
}  // namespace mammoth::namenode
