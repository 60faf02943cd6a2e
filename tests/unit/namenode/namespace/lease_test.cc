#include "namenode/namespace/lease.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class LeaseTest : public NamespaceTest {
 protected:
  LeaseTable leases{clock, {.soft_ms = 60, .hard_ms = 1000}};
  const InodeId one{1}, two{2}, three{3};
};

// A client has one lease for all its files; it goes with the last of them.
TEST_F(LeaseTest, HolderAndFiles) {
  leases.add(one, "a", "host-a");
  leases.add(two, "a", "host-a");
  leases.add(three, "b", "host-b");
  EXPECT_EQ(leases.holder_count(), 2u);
  EXPECT_THAT(leases.files_of("a"), testing::ElementsAre(one, two));
  EXPECT_EQ(leases.writer(three)->client_machine, "host-b");
  leases.add(three, "a", "host-a");
  EXPECT_EQ(leases.holder_count(), 1u) << "b has nothing left";
  leases.remove(one);
  leases.remove(two);
  leases.remove(three);
  leases.remove(three);
  EXPECT_EQ(leases.holder_count(), 0u);
  EXPECT_FALSE(leases.writer(one));
}

// After the soft limit others may have the file, after the hard limit the NameNode takes it.
TEST_F(LeaseTest, Limits) {
  leases.add(one, "a", "h");
  leases.add(two, "b", "h");
  clock.advance_ms(60);
  EXPECT_FALSE(leases.soft_limit_expired("a"));
  clock.advance_ms(1);
  EXPECT_TRUE(leases.soft_limit_expired("a"));
  EXPECT_TRUE(leases.renew("a"));
  EXPECT_FALSE(leases.soft_limit_expired("a"));
  EXPECT_FALSE(leases.renew("nobody"));
  clock.advance_ms(940);
  EXPECT_THAT(leases.expired_holders(10), testing::ElementsAre("b"));
  leases.renew_all();
  EXPECT_THAT(leases.expired_holders(10), testing::IsEmpty());
}

// Opening another file renews as well.
TEST_F(LeaseTest, AddRenews) {
  leases.add(one, "a", "h");
  clock.advance_ms(61);
  leases.add(two, "a", "h");
  EXPECT_FALSE(leases.soft_limit_expired("a"));
}

// A restart finds the leases in the table.
TEST_F(LeaseTest, Load) {
  const auto created = create(hdfs, create_request("/f"));
  touch("/closed");
  leases.load(table);
  EXPECT_EQ(leases.file_count(), 1u);
  EXPECT_EQ(leases.writer(created->path.last()->id)->holder, "writer");
}

// listOpenFiles goes through the files in pages.
TEST_F(LeaseTest, Pages) {
  leases.add(three, "a", "h");
  leases.add(one, "b", "h");
  leases.add(two, "a", "h");
  EXPECT_THAT(leases.files_after(kNoInode, 2), testing::ElementsAre(one, two));
  EXPECT_THAT(leases.files_after(two, 2), testing::ElementsAre(three));
}

// Who may write, and what the others are told.
TEST_F(LeaseTest, Check) {
  mkdir("/d");
  const InodeId closed = touch("/closed");
  const InodeId id = create(hdfs, create_request("/f"))->path.last()->id;
  leases.load(table);
  const auto check = [&](std::string_view path, InodeId file,
                         std::optional<std::string_view> holder) {
    return leases.check(*tree.resolve(nullptr, path, PathUse::kRead), file, holder);
  };
  const auto tail = [](std::string_view path, InodeId file, std::string_view lease) {
    return std::string(path) + " (inode " + std::to_string(file.value()) + ") " +
           std::string(lease);
  };
  const std::string mine = "[Lease.  Holder: writer, pending creates: 1]";
  const std::string none = "Holder other does not have any open files.";
  EXPECT_TRUE(check("/f", id, "writer"));
  EXPECT_TRUE(check("/f", id, std::nullopt));
  EXPECT_THAT(check("/f", id, "other"),
              refused(ErrorCode::kLeaseExpired,
                      "Client (=other) is not the lease owner (=writer: " + tail("/f", id, none)));
  EXPECT_THAT(check("/closed", closed, "writer"),
              refused(ErrorCode::kLeaseExpired,
                      "File is not open for writing: " + tail("/closed", closed, mine)));
  EXPECT_THAT(check("/d", kNoInode, "writer"),
              refused(ErrorCode::kLeaseExpired,
                      "INode is not a regular file: " + tail("/d", kNoInode, mine)));
  EXPECT_THAT(check("/no", id, "writer"),
              refused(ErrorCode::kFileNotFound, "File does not exist: " + tail("/no", id, mine)));
}

}  // namespace
}  // namespace mammoth::namenode
