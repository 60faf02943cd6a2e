#include "namenode/store/meta_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>

#include "common/io/faulty_disk.h"
#include "common/io/system_disk.h"
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/lease.h"
#include "namenode/namespace/open_file.h"
#include "namenode/namespace/orphan_reclaimer.h"
#include "tests/support/temporary_directory.h"

namespace mammoth::namenode {
namespace {

class MetaStoreTest : public testing::Test {
 protected:
  MetaStoreTest() {
    EXPECT_TRUE(format_name_directory({.name_directory = name, .superuser = "hdfs"}, clock));
    open();
  }
  void open(Disk* journal_disk = nullptr) {
    store = MetaStore::open(name, options, journal_disk);
    ids.emplace(*store);
    snapshots.emplace(*store);
    tree.emplace(*store, *snapshots, *ids, clock, NamespaceOptions{});
  }
  void reopen(Disk* journal_disk = nullptr) {
    store.reset();
    open(journal_disk);
  }
  template <class Operation>
  auto apply(Operation&& operation) {
    Transaction t;
    auto result = operation(t);
    EXPECT_TRUE(result);
    last = store->apply(std::move(t));
    return result;
  }
  void mkdir(std::string_view path) {
    apply([&](auto& t) { return tree->mkdirs(hdfs, {path, 0755}, t); });
  }
  InodeId create(std::string_view path) {
    CreateFileRequest request{.path = path, .holder = "writer", .client_machine = "host"};
    return apply([&](auto& t) -> Result<CreatedFile> {
             auto resolved = TRY(tree->resolve_for_create(hdfs, request));
             return tree->create_file(hdfs, std::move(resolved), request, t);
           })
        ->path.last()
        ->id;
  }
  BlockId add_block_to(InodeId file) {
    Transaction t;
    const Block block{ids->next_block(t), ids->next_generation_stamp(t), 10};
    add_block(*tree->resolve_id(file), block, nullptr, t);
    last = store->apply(std::move(t));
    return block.id;
  }
  void close(InodeId file) {
    const auto path = *tree->resolve_id(file);
    Transaction t;
    close_file(path, path.last()->blocks, clock.wall_ms(), t);
    last = store->apply(std::move(t));
  }
  InodePtr find(std::string_view path) {
    return tree->resolve(nullptr, path, PathUse::kRead)->last();
  }
  DirectoryState state(std::string_view path) { return store->directory_state(*find(path)); }

  TemporaryDirectory directory;
  const std::string name = directory.path() + "/name";
  ManualClock clock;
  const PermissionPolicy policy{true, "hdfs", "supergroup"};
  const PermissionChecker hdfs{policy, "hdfs", {}};
  StoreOptions options{.memtable_bytes = 256 << 10};
  std::unique_ptr<MetaStore> store;
  std::optional<IdAllocator> ids;
  std::optional<SnapshotRegistry> snapshots;
  std::optional<DirectoryTree> tree;
  Sequence last = 0;
};

// The life of a file, across a restart at every step.
TEST_F(MetaStoreTest, SurvivesRestarts) {
  mkdir("/d");
  reopen();
  const InodeId file = create("/d/f");
  reopen();
  EXPECT_EQ(store->find_open_file(file)->holder, "writer");
  ASSERT_EQ(store->open_files().size(), 1u);
  const BlockId block = add_block_to(file);
  reopen();
  EXPECT_EQ(store->block_owner(block), file);
  close(file);
  reopen();
  EXPECT_THAT(store->open_files(), testing::IsEmpty());
  EXPECT_EQ(tree->path_of(file), "/d/f");
  EXPECT_EQ(find("/d/f")->blocks.at(0).id, block);
  EXPECT_EQ(state("/d"), (DirectoryState{clock.wall_ms(), 0, 1}));
  EXPECT_NE(ids->next_inode(*std::make_unique<Transaction>()), file) << "ids are not used twice";
}

// Open files that the tables know, that only the journal knows, and that were closed since.
TEST_F(MetaStoreTest, OpenFilesAcrossTables) {
  const InodeId closed = create("/closed");
  const InodeId old = create("/old");
  store->checkpoint();
  const InodeId young = create("/young");
  close(create("/short"));
  close(closed);
  const auto expect_two = [&] {
    std::vector<InodeId> ids_of_open_files;
    for (const auto& [id, file] : store->open_files()) ids_of_open_files.push_back(id);
    EXPECT_THAT(ids_of_open_files, testing::UnorderedElementsAre(old, young));
    EXPECT_FALSE(store->find_open_file(closed));
    EXPECT_EQ(tree->path_of(closed), "/closed");
    EXPECT_EQ(tree->path_of(old), "/old");
    EXPECT_EQ(tree->path_of(young), "/young");
  };
  expect_two();
  store->checkpoint();
  expect_two();
  reopen();
  expect_two();
}

// What an operation costs, in records. These numbers are promises.
TEST_F(MetaStoreTest, PutsPerOperation) {
  struct Cost {
    std::uint64_t puts;
    std::uint64_t erases;
    bool operator==(const Cost&) const = default;
  };
  const auto cost = [&](auto&& operation) {
    const StoreStats before = store->stats();
    operation();
    const StoreStats after = store->stats();
    return Cost{after.puts - before.puts, after.erases - before.erases};
  };
  mkdir("/d");
  const InodeId warm = create("/d/warm");  // so that the marks of the ids are put
  add_block_to(warm);

  InodeId file;
  EXPECT_EQ(cost([&] { mkdir("/d/e"); }), (Cost{2, 0}));
  EXPECT_EQ(cost([&] { file = create("/d/f"); }), (Cost{2, 0}));
  EXPECT_EQ(cost([&] { add_block_to(file); }), (Cost{2, 0}));
  EXPECT_EQ(cost([&] { close(file); }), (Cost{2, 1}));
  EXPECT_EQ(cost([&] { apply([&](auto& t) { return tree->rename(hdfs, "/d/f", "/d/e/g", t); }); }),
            (Cost{2, 1}));
  EXPECT_EQ(
      cost([&] { apply([&](auto& t) { return tree->set_permission(hdfs, "/d/e/g", 0600, t); }); }),
      (Cost{1, 0}));
  EXPECT_EQ(cost([&] { apply([&](auto& t) { return tree->remove(hdfs, "/d/e/g", false, t); }); }),
            (Cost{0, 3}));
  EXPECT_EQ(cost([&] { apply([&](auto& t) { return tree->remove(hdfs, "/d", true, t); }); }),
            (Cost{1, 2}));
}

// A thousand children change their directory's state once per frame, not a thousand times.
TEST_F(MetaStoreTest, DirectoryStatesAreCollected) {
  mkdir("/d");
  for (int i = 0; i < 1000; ++i) create("/d/" + std::to_string(i));
  store->wait_until_durable(last);
  EXPECT_EQ(state("/d").child_count, 1000u);
  const StoreStats stats = store->stats();
  EXPECT_LE(stats.directory_puts, 2 * stats.frames);
  EXPECT_LT(stats.frames, 1000u);
}

// Many times the memory: tables are written, segments change, and everything is found again.
TEST_F(MetaStoreTest, MoreThanMemory) {
  constexpr int kFiles = 10'000;
  for (int i = 0; i < kFiles; ++i) create("/d" + std::to_string(i % 10) + "/" + std::to_string(i));
  store->wait_until_durable(last);
  reopen();
  for (int i = 0; i < kFiles; ++i)
    ASSERT_NE(find("/d" + std::to_string(i % 10) + "/" + std::to_string(i)), nullptr) << i;
  EXPECT_EQ(store->open_files().size(), static_cast<std::size_t>(kFiles));
  std::size_t journal_files = 0;
  for ([[maybe_unused]] const auto& file :
       std::filesystem::directory_iterator(journal_directory(name)))
    ++journal_files;
  EXPECT_LE(journal_files, 9u);
}

// After a checkpoint the tables hold everything, and a start does not need what the journal holds:
// here it has lost it, and the process was killed. Changes go on behind it as before.
TEST_F(MetaStoreTest, Checkpoint) {
  SystemDisk system_disk;
  std::atomic<bool> dead = false;
  FaultyDisk disk(system_disk, [&](DiskOperation, std::string_view) { return dead ? EIO : 0; });
  const auto kill = [&] {
    dead = true;
    mkdir("/lost");
    EXPECT_THROW(store->wait_until_durable(last), StoreError);
    store.reset();
    dead = false;
  };
  reopen(&disk);
  mkdir("/a");
  store->checkpoint();
  store->checkpoint();
  kill();
  for (const auto& segment : std::filesystem::directory_iterator(journal_directory(name)))
    std::filesystem::resize_file(segment, 0);
  open(&disk);
  EXPECT_NE(find("/a"), nullptr);
  mkdir("/b");
  store->wait_until_durable(last);
  kill();
  open(&disk);
  EXPECT_NE(find("/a"), nullptr);
  EXPECT_NE(find("/b"), nullptr);
  kill();
  open(&disk);
  dead = true;
  EXPECT_THROW(store->checkpoint(), StoreError);
  dead = false;
}

// What the author of a change is told is durable with it, and not before he has been told; the next
// start hears of it, also when the tables hold the change.
TEST_F(MetaStoreTest, AnswersAreKept) {
  std::vector<std::string> recovered;
  options.recovered_answer = [&](ByteView answer) { recovered.emplace_back(as_text(answer)); };
  const auto mkdir_answered = [&](std::string_view path) {
    Transaction t;
    EXPECT_TRUE(tree->mkdirs(hdfs, {path, 0755}, t));
    AnswerSlotPtr slot;
    t.want_answer(&slot);
    last = store->apply(std::move(t));
    return slot;
  };
  const auto frames_before = store->stats().frames;
  AnswerSlotPtr slot = mkdir_answered("/told");
  ASSERT_NE(slot, nullptr);
  AnswerSlotPtr refused = mkdir_answered("/refused");
  EXPECT_LT(store->durable_sequence(), last);
  slot->fill("told");
  slot.reset();
  EXPECT_LT(store->durable_sequence(), last);
  EXPECT_EQ(store->stats().frames, frames_before);
  refused.reset();
  store->wait_until_durable(last);
  reopen();
  EXPECT_THAT(recovered, testing::ElementsAre("told"));

  mkdir_answered("/again")->fill("again");
  store->checkpoint();
  recovered.clear();
  reopen();
  EXPECT_THAT(recovered, testing::ElementsAre("told", "again"));
  Transaction nothing;
  nothing.want_answer(&slot);
  store->apply(std::move(nothing));
  EXPECT_EQ(slot, nullptr);
}

// Children come in the order of their bytes, after any name, until the visitor has enough.
TEST_F(MetaStoreTest, ScanChildren) {
  for (const char* path : {"/d/b", "/d/a", "/d/ä", "/e/x"}) create(path);
  const InodeId d = find("/d")->id;
  const auto scan = [&](std::string_view after, std::size_t limit) {
    std::vector<std::string> names;
    store->scan_children(d, after, [&](std::string_view child, const InodePtr&) {
      names.emplace_back(child);
      return names.size() < limit;
    });
    return names;
  };
  EXPECT_THAT(scan("", 9), testing::ElementsAre("a", "b", "ä"));
  EXPECT_THAT(scan("a", 9), testing::ElementsAre("b", "ä"));
  EXPECT_THAT(scan("aa", 1), testing::ElementsAre("b"));
  EXPECT_THAT(scan("ä", 9), testing::IsEmpty());
}

// The scan at start sees every inode once, in steps of any size.
TEST_F(MetaStoreTest, ScanInodes) {
  for (int i = 0; i < 20; ++i) create("/d/" + std::to_string(i));
  for (const std::size_t step : {1u, 7u, 100u}) {
    std::set<InodeId> seen;
    std::optional<std::string> cursor = "";
    while (cursor) {
      cursor =
          store->scan_inodes(*cursor, step, [&](const Locator& at, const InodePtr& inode, bool) {
            EXPECT_TRUE(seen.insert(inode->id).second);
            EXPECT_EQ(store->find_child(at.parent, at.name)->id, inode->id);
          });
    }
    EXPECT_EQ(seen.size(), 22u) << step;
  }
}

// A deleted tree is reclaimed to the last record.
TEST_F(MetaStoreTest, Reclaim) {
  for (int i = 0; i < 50; ++i)
    add_block_to(create("/d/" + std::to_string(i % 5) + "/" + std::to_string(i)));
  apply([&](auto& t) { return tree->remove(hdfs, "/d", true, t); });
  OrphanReclaimer reclaimer;
  std::size_t blocks = 0;
  std::size_t leases = 0;
  for (bool more = true; more;) {
    Transaction t;
    const Reclaimed reclaimed = reclaimer.step(*store, SnapshotRegistry(*store), 7, t);
    store->apply(std::move(t));
    more = reclaimed.more;
    blocks += reclaimed.blocks.size();
    leases += reclaimed.open_files.size();
  }
  EXPECT_EQ(blocks, 50u);
  EXPECT_EQ(leases, 50u);
  int left = 0;
  store->scan_inodes("", 100, [&](const Locator&, const InodePtr&, bool) { ++left; });
  EXPECT_EQ(left, 1) << "the root";
  EXPECT_THAT(store->open_files(), testing::IsEmpty());
  EXPECT_FALSE(store->next_orphan(kNoInode));
}

// Listeners hear of every advance, and of nothing that is not durable.
TEST_F(MetaStoreTest, Listener) {
  std::promise<void> reached;
  Sequence wanted = 0;
  std::mutex mutex;
  store->on_advance([&](std::uint64_t durable) {
    const std::lock_guard lock(mutex);
    EXPECT_EQ(durable, store->durable_sequence());
    if (wanted != 0 && durable >= wanted) {
      wanted = 0;
      reached.set_value();
    }
  });
  {
    const std::lock_guard lock(mutex);
    mkdir("/a");
    mkdir("/b");
    wanted = last;
  }
  reached.get_future().wait();
  store->on_advance({});
}

// When the disk fails, nothing is acknowledged any more, nothing is accepted, and after a restart
// on a sound disk all that was acknowledged is there.
TEST_F(MetaStoreTest, DiskFailure) {
  SystemDisk disk;
  std::atomic<int> error = 0;
  FaultyDisk faulty(disk, [&](DiskOperation operation, std::string_view) {
    return operation == DiskOperation::kSync ? error.load() : 0;
  });
  reopen(&faulty);
  mkdir("/durable");
  store->wait_until_durable(last);
  error = EIO;
  mkdir("/lost");
  EXPECT_THROW(store->wait_until_durable(last), StoreError);
  EXPECT_TRUE(store->failed());
  Transaction t;
  t.touch(kRootInodeId, 1, 0);
  EXPECT_THROW(store->apply(std::move(t)), StoreError);
  reopen();
  EXPECT_NE(find("/durable"), nullptr);
}

// A database that is not what it was is refused with a reason.
TEST_F(MetaStoreTest, Unreadable) {
  store.reset();
  std::filesystem::remove_all(journal_directory(name));
  EXPECT_THROW(MetaStore::open(name, options), StoreError);
  std::filesystem::remove(database_directory(name) + "/CURRENT");
  EXPECT_THROW(MetaStore::open(name, options), StoreError);
}

}  // namespace
}  // namespace mammoth::namenode
