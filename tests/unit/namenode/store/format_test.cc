#include "namenode/store/format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "namenode/store/meta_store.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temporary_directory.h"

namespace mammoth::namenode {
namespace {

class Format : public testing::Test {
 protected:
  Result<FileSystemIdentity> format(bool force = false) {
    return format_name_directory({.name_directory = name,
                                  .ip_address = "10.1.2.3",
                                  .superuser = "hdfs",
                                  .force = force},
                                 clock);
  }
  TemporaryDirectory directory;
  const std::string name = directory.path() + "/dfs/name";
  ManualClock clock;
};

// A new file system: its names have Hadoop's shapes, its root is the superuser's, and it can be opened.
TEST_F(Format, NewFileSystem) {
  EXPECT_FALSE(is_formatted(name));
  const auto identity = format();
  ASSERT_TRUE(identity);
  EXPECT_TRUE(is_formatted(name));
  EXPECT_TRUE(std::regex_match(
      identity->cluster_id,
      std::regex("CID-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")))
      << identity->cluster_id;
  EXPECT_TRUE(std::regex_match(identity->block_pool_id,
                               std::regex("BP-[0-9]+-10\\.1\\.2\\.3-1700000000000")))
      << identity->block_pool_id;
  EXPECT_GT(identity->namespace_id, 0u);

  const auto store = MetaStore::open(name, {});
  EXPECT_EQ(store->identity(), *identity);
  const auto root = store->find_child(kNoInode, "");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->id, kRootInodeId);
  EXPECT_EQ(root->owner, "hdfs");
  EXPECT_EQ(root->group, "supergroup");
  EXPECT_EQ(root->mode, 0755);
  EXPECT_EQ(store->mark(IdMark::kInode), 16386u);
}

// What is there is destroyed only on demand.
TEST_F(Format, Twice) {
  const auto first = format();
  EXPECT_THAT(format(), refused(ErrorCode::kIo,
                                "Storage directory " + name + " is formatted already"));
  const auto second = format(/*force=*/true);
  ASSERT_TRUE(second);
  EXPECT_NE(second->cluster_id, first->cluster_id);
  EXPECT_EQ(MetaStore::open(name, {})->identity(), *second);
}

// Neither two NameNodes nor a NameNode and a format share a directory.
TEST_F(Format, Lock) {
  ASSERT_TRUE(format());
  const std::string refusal = "Cannot lock storage " + name + ". The directory is already locked";
  {
    const auto lock = NameDirectoryLock::acquire(name);
    ASSERT_TRUE(lock);
    EXPECT_THAT(NameDirectoryLock::acquire(name), refused(ErrorCode::kIo, refusal));
    EXPECT_THAT(format(/*force=*/true), refused(ErrorCode::kIo, refusal));
  }
  EXPECT_TRUE(NameDirectoryLock::acquire(name));
}

// A directory that is not there, and one that was never formatted.
TEST_F(Format, Unformatted) {
  EXPECT_THROW(NameDirectoryLock::acquire(name), StoreError);
  EXPECT_THROW(MetaStore::open(name, {}), StoreError);
}

}  // namespace
}  // namespace mammoth::namenode
