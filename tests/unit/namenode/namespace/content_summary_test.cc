#include "namenode/namespace/content_summary.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class ContentSummaryTest : public NamespaceTest {
 protected:
  void SetUp() override {
    mkdir("/d/e/f");
    mkdir("/d/g");
    touch("/d/1", 1);
    touch("/d/e/2", 2);
    touch("/d/e/f/3", 3);
  }
};

// Files, directories and bytes of a whole subtree, itself included, however small the steps.
TEST_F(ContentSummaryTest, CountsEverythingOnce) {
  for (const std::size_t step : {1u, 2u, 3u, 100u}) {
    auto walk = *tree.get_content_summary(hdfs, "/d");
    int steps = 0;
    while (!*walk.advance(SnapshotView(table, snapshots, kNoSnapshot), nullptr, step)) ASSERT_LT(++steps, 100);
    EXPECT_EQ(walk.summary().file_count, 3u) << step;
    EXPECT_EQ(walk.summary().directory_count, 4u) << step;
    EXPECT_EQ(walk.summary().length_bytes, 6 * 1024u) << step;
    EXPECT_EQ(walk.summary().space_consumed_bytes, 3 * 6 * 1024u) << step;
  }
}

// Of one file.
TEST_F(ContentSummaryTest, File) {
  auto walk = *tree.get_content_summary(hdfs, "/d/e/2");
  EXPECT_TRUE(*walk.advance(SnapshotView(table, snapshots, kNoSnapshot), nullptr, 10));
  EXPECT_EQ(walk.summary().file_count, 1u);
  EXPECT_EQ(walk.summary().directory_count, 0u);
  EXPECT_EQ(walk.summary().length_bytes, 2048u);
}

// A block that is being written takes the room of a full one.
TEST_F(ContentSummaryTest, OpenFile) {
  const auto created = create(hdfs, create_request("/o"));
  Transaction t;
  add_block(created->path, {ids.next_block(t), ids.next_generation_stamp(t), 0}, nullptr, t);
  table.apply(std::move(t));
  auto walk = *tree.get_content_summary(hdfs, "/o");
  EXPECT_TRUE(*walk.advance(SnapshotView(table, snapshots, kNoSnapshot), nullptr, 1));
  EXPECT_EQ(walk.summary().length_bytes, 0u);
  EXPECT_EQ(walk.summary().space_consumed_bytes, 3 * 1024u);
}

// The walk ends at the first directory that the user may not read.
TEST_F(ContentSummaryTest, Rights) {
  apply([&](auto& t) { return tree.set_permission(hdfs, "/d/e/f", 0700, t); });
  auto walk = *tree.get_content_summary(alice, "/d");
  EXPECT_THAT(walk.advance(SnapshotView(table, snapshots, kNoSnapshot), &alice, 100),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=READ_EXECUTE, "
                      "inode=\"/d/e/f\":hdfs:supergroup:drwx------"));
  EXPECT_THAT(tree.get_content_summary(hdfs, "/no"),
              refused(ErrorCode::kFileNotFound, "File does not exist: /no"));
}

// Files that appear during the walk do no harm.
TEST_F(ContentSummaryTest, ChangesMeanwhile) {
  auto walk = *tree.get_content_summary(hdfs, "/d");
  while (!*walk.advance(SnapshotView(table, snapshots, kNoSnapshot), nullptr, 1)) {
    apply([&](auto& t) { return tree.remove(hdfs, "/d/e", true, t); });
  }
  EXPECT_LE(walk.summary().file_count, 3u);
}

}  // namespace
}  // namespace mammoth::namenode
