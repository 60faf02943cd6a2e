#include "namenode/namespace/orphan_reclaimer.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Reclaim : public NamespaceTest {
 protected:
  // Runs the reclaimer to its end; answers what it freed.
  Reclaimed reclaim(std::size_t step) {
    Reclaimed all;
    for (int i = 0; i < 10'000; ++i) {
      Transaction t;
      Reclaimed part = reclaimer.step(table, snapshots, step, t);
      EXPECT_LE(t.changes().size(), 4 * step + 4) << "a step is bounded";
      table.apply(std::move(t));
      for (const Block& block : part.blocks) all.blocks.push_back(block);
      for (const InodeId id : part.open_files) all.open_files.push_back(id);
      if (!part.more) return all;
    }
    ADD_FAILURE() << "it does not end";
    return all;
  }
  void make_tree() {
    for (int i = 0; i < 5; ++i)
      for (int j = 0; j < 5; ++j)
        touch("/d/" + std::to_string(i) + "/" + std::to_string(j) + "/f", 1);
    mkdir("/d/empty/empty");
  }
  OrphanReclaimer reclaimer;
};

// A deleted tree leaves no record behind, whatever the size of the steps.
TEST_F(Reclaim, LeavesNothing) {
  mkdir("/keep");
  touch("/keep/f", 1);
  const auto records = table.record_count();
  for (const std::size_t step : {1u, 2u, 7u, 1000u}) {
    make_tree();
    apply([&](auto& t) { return tree.remove(hdfs, "/d", true, t); });
    EXPECT_EQ(reclaim(step).blocks.size(), 25u) << step;
    EXPECT_EQ(table.record_count(), records) << step;
    EXPECT_FALSE(table.next_orphan(kNoInode));
  }
  EXPECT_TRUE(exists("/keep/f"));
}

// Leases of files in the tree end, too.
TEST_F(Reclaim, OpenFiles) {
  const InodeId id = create(hdfs, create_request("/d/open"))->path.last()->id;
  apply([&](auto& t) { return tree.remove(hdfs, "/d", true, t); });
  EXPECT_THAT(reclaim(10).open_files, testing::ElementsAre(id));
  EXPECT_FALSE(table.find_open_file(id));
}

// A crash in the middle loses no garbage.
TEST_F(Reclaim, Crash) {
  const auto records = table.record_count();
  make_tree();
  apply([&](auto& t) { return tree.remove(hdfs, "/d", true, t); });
  table.sync();
  for (int i = 0; i < 8; ++i) {
    Transaction t;
    reclaimer.step(table, snapshots, 3, t);
    table.apply(std::move(t));
  }
  table.crash(5);
  reclaimer = {};
  reclaim(3);
  EXPECT_EQ(table.record_count(), records + 1) << "the root's state is new";
}

// A directory that was moved into the tree has a smaller id than its parent; it is found all the
// same.
TEST_F(Reclaim, SmallerIds) {
  const auto records = table.record_count();
  mkdir("/old");
  touch("/old/f", 1);
  mkdir("/new");
  apply([&](auto& t) { return tree.rename(hdfs, "/old", "/new", t); });
  apply([&](auto& t) { return tree.remove(hdfs, "/new", true, t); });
  EXPECT_EQ(reclaim(2).blocks.size(), 1u);
  EXPECT_EQ(table.record_count(), records + 1);
}

}  // namespace
}  // namespace mammoth::namenode
