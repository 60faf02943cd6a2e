// What snapshots keep while the live tree goes on: blocks that are truncated, appended to,
// overwritten and moved, and who gives them up in the end.
#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class SnapshotTest : public NamesystemTest {
 protected:
  SnapshotTest() {
    mkdir("/d", hdfs);
    mkdir("/other", hdfs);
    EXPECT_TRUE(system->set_owner(hdfs, "/d", "alice", {}).result);
    add_datanode(1);
    EXPECT_TRUE(system->allow_snapshot(hdfs, "/d").result);
  }

  void snapshot(const std::string& name) {
    const auto made = system->create_snapshot(alice, "/d", name);
    ASSERT_TRUE(made.result) << made.result.error().message;
  }
  void remove_snapshot(const std::string& name) {
    ASSERT_TRUE(system->delete_snapshot(alice, "/d", name).result);
    purge();
  }
  void purge() {
    while (system->reclaim()) {
    }
  }
  std::uint64_t length(const std::string& path) { return inode(path)->length_bytes(); }

  RecoverCommand::Recovery ordered() {
    const HeartbeatReply reply = heartbeat(1);
    EXPECT_EQ(reply.commands.size(), 1u);
    return std::get<RecoverCommand>(reply.commands.at(0)).recoveries.at(0);
  }
  auto finish(const RecoverCommand::Recovery& recovery) {
    return system->commit_block_synchronization(
        {.old_block = recovery.block,
         .new_generation_stamp = recovery.recovery_id,
         .new_length_bytes = recovery.truncate_block->length_bytes,
         .target_uuids = {uuid(1)},
         .target_storages = {storage(1)}},
        true);
  }
};

TEST_F(SnapshotTest, TruncateInsideABlockThatASnapshotHolds) {
  // The snapshot keeps its block; the file gets a shorter copy of it, made by the datanodes.
  const ExtendedBlock block = write_file("/d/f", 500);
  snapshot("s1");
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result);
  const auto recovery = ordered();
  EXPECT_EQ(recovery.block, block.block) << "what is copied";
  ASSERT_TRUE(recovery.truncate_block);
  EXPECT_NE(recovery.truncate_block->id, block.block.id);
  EXPECT_EQ(recovery.truncate_block->length_bytes, 200u);
  ASSERT_TRUE(finish(recovery).result);

  EXPECT_FALSE(inode("/d/f")->under_construction);
  EXPECT_EQ(length("/d/f"), 200u);
  EXPECT_EQ(inode("/d/f")->blocks.at(0).id, recovery.truncate_block->id);
  EXPECT_EQ(length("/d/.snapshot/s1/f"), 500u);
  EXPECT_EQ(inode("/d/.snapshot/s1/f")->blocks.at(0), block.block);
  EXPECT_TRUE(table.block_owner(block.block.id));
  remove_snapshot("s1");
  EXPECT_FALSE(table.block_owner(block.block.id)) << "nobody has it any more";
  EXPECT_TRUE(table.block_owner(recovery.truncate_block->id));
  // Now the block is the file's own, and is cut in place.
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 100, "c2").result);
  EXPECT_EQ(ordered().truncate_block->id, inode("/d/f")->blocks.at(0).id);
}

TEST_F(SnapshotTest, ACopyingTruncationSurvivesARestart) {
  const ExtendedBlock block = write_file("/d/f", 500);
  snapshot("s1");
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result);
  table.sync();
  start();
  clock.advance_ms(10);
  system->tick();
  add_datanode(1);
  received(1, block.block);
  clock.advance_ms(10);
  system->tick();
  const auto recovery = ordered();
  EXPECT_EQ(recovery.block.id, block.block.id);
  ASSERT_TRUE(finish(recovery).result);
  EXPECT_EQ(length("/d/f"), 200u);
  EXPECT_EQ(length("/d/.snapshot/s1/f"), 500u);
}

TEST_F(SnapshotTest, TheSnapshotGoesWhileItsBlockIsCopied) {
  // The source of the copy stays until the copy is there.
  const ExtendedBlock block = write_file("/d/f", 500);
  snapshot("s1");
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result);
  remove_snapshot("s1");
  EXPECT_TRUE(table.block_owner(block.block.id));
  ASSERT_TRUE(finish(ordered()).result);
  EXPECT_FALSE(table.block_owner(block.block.id));
  EXPECT_EQ(length("/d/f"), 200u);
}

TEST_F(SnapshotTest, TheFileGoesWhileItsBlockIsCopied) {
  const ExtendedBlock block = write_file("/d/f", 500);
  snapshot("s1");
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result);
  const BlockId copy = inode("/d/f")->blocks.at(0).id;
  remove_snapshot("s1");
  ASSERT_TRUE(*system->remove(alice, "/d/f", false).result);
  EXPECT_FALSE(table.block_owner(block.block.id));
  EXPECT_FALSE(table.block_owner(copy));
}

TEST_F(SnapshotTest, TheFileGoesWhileASnapshotHoldsTheSource) {
  const ExtendedBlock block = write_file("/d/f", 500);
  snapshot("s1");
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result);
  ASSERT_TRUE(*system->remove(alice, "/d/f", false).result);
  EXPECT_TRUE(table.block_owner(block.block.id));
  EXPECT_EQ(length("/d/.snapshot/s1/f"), 500u);
}

TEST_F(SnapshotTest, TruncateBetweenBlocksKeepsThoseOfTheSnapshot) {
  create("/d/f");
  const ExtendedBlock first = write_block("/d/f", std::nullopt, 1024);
  const ExtendedBlock second = write_block("/d/f", first, 500);
  ASSERT_TRUE(*system->complete(alice, {"/d/f", "c1"}, second).result);
  snapshot("s1");
  EXPECT_TRUE(*system->truncate(alice, "/d/f", 1024, "c2").result);
  EXPECT_TRUE(table.block_owner(second.block.id));
  EXPECT_EQ(length("/d/.snapshot/s1/f"), 1524u);
  // A second cut, of a block that a version holds as well as the file.
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 1000, "c2").result);
  const auto recovery = ordered();
  EXPECT_NE(recovery.truncate_block->id, first.block.id);
  ASSERT_TRUE(finish(recovery).result);
  EXPECT_EQ(length("/d/.snapshot/s1/f"), 1524u);
  remove_snapshot("s1");
  EXPECT_FALSE(table.block_owner(first.block.id));
  EXPECT_FALSE(table.block_owner(second.block.id));
}

TEST_F(SnapshotTest, AppendAfterASnapshot) {
  // The block grows in place; the snapshot goes on showing its first bytes.
  const ExtendedBlock block = write_file("/d/f", 500);
  snapshot("s1");
  const auto appended = system->append(alice, "/d/f", "c2", false);
  ASSERT_TRUE(appended.result);
  EXPECT_EQ(length("/d/.snapshot/s1/f"), 500u);
  EXPECT_FALSE(inode("/d/.snapshot/s1/f")->under_construction);
  EXPECT_EQ(inode("/d/f")->blocks.at(0).id, block.block.id);
}

TEST_F(SnapshotTest, AnOpenFileIsFollowedUnlessItIsCaptured) {
  for (const bool capture : {false, true}) {
    table.sync();
    options.capture_open_files = capture;
    start();
    add_datanode(1);
    const std::string file = capture ? "/d/captured" : "/d/followed";
    const std::string name = capture ? "s-captured" : "s-followed";
    const std::string seen = "/d/.snapshot/" + name + file.substr(2);
    create(file);
    const ExtendedBlock first = write_block(file, std::nullopt, 1024);
    ExtendedBlock second = write_block(file, first, 0);
    ASSERT_TRUE(system->fsync(alice, {file, "c1"}, 300).result);
    snapshot(name);
    EXPECT_EQ(length(seen), 1324u);
    ASSERT_TRUE(system->fsync(alice, {file, "c1"}, 700).result);
    EXPECT_EQ(length(file), 1724u);
    EXPECT_EQ(length(seen), capture ? 1324u : 1724u);
    EXPECT_FALSE(inode(seen)->under_construction);
    second.block.length_bytes = 800;
    received(1, second.block);
    EXPECT_TRUE(*system->complete(alice, {file, "c1"}, second).result);
    EXPECT_EQ(length(seen), capture ? 1324u : 1824u);

    table.sync();
    start();
    EXPECT_EQ(length(seen), capture ? 1324u : 1824u);
    ASSERT_TRUE(*system->remove(alice, file, false).result);
    EXPECT_EQ(length(seen), capture ? 1324u : 1824u);
    EXPECT_TRUE(table.block_owner(second.block.id));
    remove_snapshot(name);
    EXPECT_FALSE(table.block_owner(second.block.id)) << "nobody has it any more";
  }
}

TEST_F(SnapshotTest, OnlyFilesBelowTheDirectoryAreCaptured) {
  options.capture_open_files = true;
  start();
  add_datanode(1);
  create("/other/f");
  create("/d/f");
  const std::size_t before = table.record_count();
  snapshot("s1");
  EXPECT_EQ(inode("/d/.snapshot/s1/f")->under_construction, false);
  EXPECT_EQ(inode("/d/f")->under_construction, true);
  EXPECT_EQ(inode("/other/f")->under_construction, true);
  // The writer goes on after the snapshot has gone.
  remove_snapshot("s1");
  EXPECT_LE(table.record_count(), before + 1) << "the snapshots' counter";
  const ExtendedBlock block = write_block("/d/f", std::nullopt, 100);
  EXPECT_TRUE(*system->complete(alice, {"/d/f", "c1"}, block).result);
}

TEST_F(SnapshotTest, TimesOfAccessAreKeptUnlessSkipped) {
  for (const bool skip : {false, true}) {
    table.sync();
    options.skip_access_time_versions = skip;
    start();
    add_datanode(1);
    const std::string at = skip ? "/d/skip" : "/d/keep";
    const std::string name = skip ? "s-skip" : "s-keep";
    const std::string seen = "/d/.snapshot/" + name + at.substr(2);
    mkdir(at, alice);
    write_file(at + "/f");
    const auto access = [&](const std::string& path) {
      return (*system->get_file_info(hdfs, path, false))->status.directory.access_time_ms;
    };
    const std::int64_t file_then = access(at + "/f");
    const std::int64_t directory_then = access(at);
    snapshot(name);
    ASSERT_TRUE(system->set_times(alice, at + "/f", -1, 77).result);
    ASSERT_TRUE(system->set_times(alice, at, -1, 78).result);
    EXPECT_EQ(access(at + "/f"), 77);
    EXPECT_EQ(access(at), 78);
    EXPECT_EQ(access(seen + "/f"), skip ? 77 : file_then);
    EXPECT_EQ(access(seen), skip ? 78 : directory_then);
    // With another change everything is kept.
    ASSERT_TRUE(system->set_times(alice, at + "/f", 79, 80).result);
    EXPECT_EQ(access(seen + "/f"), skip ? 77 : file_then);
    remove_snapshot(name);
  }
}

TEST_F(SnapshotTest, OverwriteAndRenameAfterASnapshot) {
  const ExtendedBlock one = write_file("/d/f", 500);
  const ExtendedBlock two = write_file("/d/g", 300);
  snapshot("s1");
  ASSERT_TRUE(
      system->rename2(alice, {.source = "/d/g", .target = "/d/f", .overwrite = true}).result);
  EXPECT_TRUE(table.block_owner(one.block.id));
  EXPECT_EQ(length("/d/f"), 300u);
  ASSERT_TRUE(*system->rename(alice, "/d/f", "/other/f").result);
  EXPECT_EQ(length("/d/.snapshot/s1/f"), 500u);
  EXPECT_EQ(length("/d/.snapshot/s1/g"), 300u);
  // Outside of the snapshot's tree the block is still its own.
  EXPECT_FALSE(*system->truncate(alice, "/other/f", 100, "c2").result);
  const auto recovery = ordered();
  EXPECT_EQ(recovery.block, two.block);
  EXPECT_NE(recovery.truncate_block->id, two.block.id);
  ASSERT_TRUE(finish(recovery).result);
  EXPECT_EQ(length("/other/f"), 100u);
  EXPECT_EQ(length("/d/.snapshot/s1/g"), 300u);
  remove_snapshot("s1");
  EXPECT_FALSE(table.block_owner(one.block.id));
  EXPECT_FALSE(table.block_owner(two.block.id));
}

TEST_F(SnapshotTest, TheMiddleOneOfThreeGoes) {
  // What it alone showed goes with it; what the one before it shows too becomes that one's.
  const ExtendedBlock a = write_file("/d/a", 100);
  snapshot("s1");
  const ExtendedBlock b = write_file("/d/b", 200);
  snapshot("s2");
  ASSERT_TRUE(*system->remove(alice, "/d/a", false).result);
  ASSERT_TRUE(*system->remove(alice, "/d/b", false).result);
  const ExtendedBlock c = write_file("/d/c", 300);
  snapshot("s3");
  remove_snapshot("s2");
  EXPECT_TRUE(exists("/d/.snapshot/s1/a"));
  EXPECT_FALSE(exists("/d/.snapshot/s1/b"));
  EXPECT_FALSE(exists("/d/.snapshot/s3/a"));
  EXPECT_TRUE(exists("/d/.snapshot/s3/c"));
  EXPECT_TRUE(table.block_owner(a.block.id));
  EXPECT_FALSE(table.block_owner(b.block.id));
  remove_snapshot("s1");
  EXPECT_FALSE(table.block_owner(a.block.id));
  EXPECT_TRUE(table.block_owner(c.block.id));
}

TEST_F(SnapshotTest, ADirectoryRenamedTwice) {
  // Each snapshot shows it where it was then; the report says where it went.
  mkdir("/d/x", alice);
  write_file("/d/x/f", 100);
  mkdir("/d/y", alice);
  snapshot("s1");
  ASSERT_TRUE(*system->rename(alice, "/d/x", "/d/y/x1").result);
  snapshot("s2");
  ASSERT_TRUE(*system->rename(alice, "/d/y/x1", "/other/x2").result);
  write_file("/other/x2/later", 50);
  snapshot("s3");
  EXPECT_TRUE(exists("/d/.snapshot/s1/x/f"));
  EXPECT_TRUE(exists("/d/.snapshot/s2/y/x1/f"));
  EXPECT_FALSE(exists("/d/.snapshot/s2/x"));
  EXPECT_FALSE(exists("/d/.snapshot/s2/y/x1/later"));
  EXPECT_FALSE(exists("/d/.snapshot/s3/y/x1"));
  const auto moved = system->diff_snapshots(alice, "/d", "s1", "s2");
  ASSERT_TRUE(moved);
  bool found = false;
  for (const ModifiedEntry& entry : moved->modified)
    for (const auto& child : entry.deleted)
      if (child.path == "x") {
        found = true;
        EXPECT_TRUE(child.is_rename);
        EXPECT_EQ(child.target, "y/x1");
      }
  EXPECT_TRUE(found);
  const auto left = system->diff_snapshots(alice, "/d", "s2", "s3");
  ASSERT_TRUE(left);
  for (const ModifiedEntry& entry : left->modified)
    for (const auto& child : entry.deleted) EXPECT_FALSE(child.is_rename) << child.path;
  remove_snapshot("s2");
  EXPECT_TRUE(exists("/d/.snapshot/s1/x/f"));
  remove_snapshot("s1");
  EXPECT_TRUE(exists("/other/x2/f"));
}

TEST_F(SnapshotTest, EverythingIsThereAfterARestart) {
  mkdir("/d/sub", alice);
  write_file("/d/sub/f", 100);
  write_file("/d/g", 200);
  snapshot("s1");
  ASSERT_TRUE(*system->remove(alice, "/d/sub", true).result);
  ASSERT_TRUE(*system->rename(alice, "/d/g", "/d/h").result);
  snapshot("s2");
  ASSERT_TRUE(system->rename_snapshot(alice, "/d", "s2", "second").result);
  table.sync();
  start();
  EXPECT_TRUE(exists("/d/.snapshot/s1/sub/f"));
  EXPECT_TRUE(exists("/d/.snapshot/s1/g"));
  EXPECT_TRUE(exists("/d/.snapshot/second/h"));
  EXPECT_FALSE(exists("/d/.snapshot/second/sub"));
  purge();
  EXPECT_TRUE(exists("/d/.snapshot/s1/sub/f"));
  const auto listed = system->list_snapshots(alice, "/d");
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->size(), 2u);
}

TEST_F(SnapshotTest, NothingIsLeftBehind) {
  for (const char* path : {"/d/x", "/other/x"}) {  // directories that were touched have times
    mkdir(path, alice);
    ASSERT_TRUE(*system->remove(alice, path, true).result);
  }
  const std::size_t records = table.record_count();
  snapshot("s1");
  mkdir("/d/sub", alice);
  write_file("/d/sub/f", 100);
  snapshot("s2");
  ASSERT_TRUE(*system->rename(alice, "/d/sub", "/other/sub").result);
  ASSERT_TRUE(*system->remove(alice, "/other/sub", true).result);
  snapshot("s3");
  remove_snapshot("s2");
  remove_snapshot("s3");
  remove_snapshot("s1");
  EXPECT_EQ(table.record_count(), records);
}

TEST_F(SnapshotTest, WrongNames) {
  snapshot("s1");
  const auto refusal = [&](const std::string& name) {
    const auto made = system->create_snapshot(alice, "/d", name);
    return made.result ? "" : made.result.error().message;
  };
  EXPECT_EQ(refusal("s1"),
            "Failed to add snapshot: there is already a snapshot with the same name \"s1\".");
  EXPECT_EQ(refusal("a:b"), "Invalid path name Invalid snapshot name: a:b");
  EXPECT_EQ(refusal(".."), "Invalid path name Invalid snapshot name: ..");
  EXPECT_EQ(refusal(std::string(300, 'x')).substr(0, 46),
            "The maximum path component name limit of xxxxx");
  EXPECT_THAT(system->delete_snapshot(alice, "/d", "none").result,
              refused(ErrorCode::kSnapshot, "Cannot delete snapshot none from path /d: the "
                                            "snapshot does not exist."));
  EXPECT_FALSE(system->create_snapshot(bob, "/d", "s2").result) << "only the owner may";
}

}  // namespace
}  // namespace mammoth::namenode
