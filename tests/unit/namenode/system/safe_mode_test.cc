#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class SystemSafeModeTest : public NamesystemTest {};

TEST_F(SystemSafeModeTest, NothingChangesInSafeMode) {
  // The administrator turns safe mode on; every change is refused with Apache's text, reads go on.
  mkdir("/d", hdfs);
  EXPECT_TRUE(*system->set_safe_mode(hdfs, SafeModeAction::kEnter));
  EXPECT_THAT(system->mkdirs(alice, "/x", 0755, true).result,
              refused(ErrorCode::kSafeMode,
                      "Cannot create directory /x. Name node is in safe mode.\nIt was turned on "
                      "manually. Use \"hdfs dfsadmin -safemode leave\" to turn safe mode off. "
                      "NamenodeHostName:localhost"));
  EXPECT_EQ(system->create(alice, create_request("/x")).result.error().code, ErrorCode::kSafeMode);
  EXPECT_EQ(system->remove(hdfs, "/d", true).result.error().code, ErrorCode::kSafeMode);
  EXPECT_EQ(system->renew_lease("c1").error().code, ErrorCode::kSafeMode);
  EXPECT_TRUE(exists("/d"));
  EXPECT_FALSE(*system->set_safe_mode(hdfs, SafeModeAction::kLeave));
  EXPECT_TRUE(system->mkdirs(hdfs, "/x", 0755, true).result);
}

TEST_F(SystemSafeModeTest, OnlyTheSuperuserSwitches) {
  // Anybody may ask, nobody else may change.
  EXPECT_FALSE(*system->set_safe_mode(alice, SafeModeAction::kGet));
  EXPECT_THAT(system->set_safe_mode(alice, SafeModeAction::kEnter),
              refused(ErrorCode::kAccessDenied,
                      "Access denied for user alice. Superuser privilege is required for operation "
                      "safemode_enter"));
}

TEST_F(SystemSafeModeTest, SavingNeedsSafeMode) {
  // saveNamespace outside of safe mode is refused as Apache refuses it.
  EXPECT_THAT(
      system->save_namespace(hdfs, {}),
      refused(ErrorCode::kIo, "Safe mode should be turned ON in order to create namespace image."));
}

TEST_F(SystemSafeModeTest, Saving) {
  // The store writes its tables, whenever it is asked to; within a window only if more has changed
  // since the last time than the gap allows.
  int checkpoints = 0;
  system = std::make_unique<Namesystem>(
      options, NamesystemParts{.table = table, .clock = clock, .groups = groups, .checkpoint = [&] {
                                 ++checkpoints;
                               }});
  EXPECT_FALSE(system->scan_blocks());
  system->tick();
  EXPECT_TRUE(*system->set_safe_mode(hdfs, SafeModeAction::kEnter));
  EXPECT_EQ(system->save_namespace(alice, {}).error().code, ErrorCode::kAccessDenied);
  EXPECT_TRUE(*system->save_namespace(hdfs, {3'600, 10})) << "nothing is known of an earlier one";
  EXPECT_TRUE(*system->save_namespace(hdfs, {}));
  EXPECT_EQ(checkpoints, 2);
  clock.advance_ms(1'000'000);
  EXPECT_FALSE(*system->save_namespace(hdfs, {3'600, 10}));
  EXPECT_FALSE(*system->save_namespace(hdfs, {3'600, 0})) << "nothing has changed";
  EXPECT_EQ(checkpoints, 2);
  EXPECT_TRUE(*system->save_namespace(hdfs, {999, 10})) << "too long ago";

  EXPECT_FALSE(*system->set_safe_mode(hdfs, SafeModeAction::kLeave));
  mkdir("/a", hdfs);
  mkdir("/b", hdfs);
  EXPECT_TRUE(*system->set_safe_mode(hdfs, SafeModeAction::kEnter));
  EXPECT_FALSE(*system->save_namespace(hdfs, {3'600, 2}));
  EXPECT_TRUE(*system->save_namespace(hdfs, {3'600, 1})) << "two changes";
  EXPECT_EQ(checkpoints, 4);
}

TEST_F(SystemSafeModeTest, AfterARestartBlocksAreWaitedFor) {
  // A namespace with a block: safe mode lasts until a datanode reports it.
  mkdir("/d", hdfs);
  add_datanode(1);
  const ExtendedBlock block = write_file("/d/f");
  table.sync();
  std::vector<InodePtr> inodes{inode("/d/f")};
  options.blocks.safe_mode.threshold = 1.0;
  system = std::make_unique<Namesystem>(
      options, NamesystemParts{.table = table,
                               .clock = clock,
                               .groups = groups,
                               .scan_inodes = [&](const std::string& cursor, std::size_t,
                                                  const NamesystemParts::InodeVisitor& visit)
                                   -> std::optional<std::string> {
                                 if (cursor.empty()) return "second step";
                                 visit({}, inodes[0], false);
                                 return std::nullopt;
                               }});
  EXPECT_TRUE(system->scan_blocks());
  EXPECT_FALSE(system->scan_blocks());
  system->tick();
  EXPECT_TRUE(system->in_safe_mode());
  const auto located = system->get_block_locations(alice, "/d/f", 0, 1);
  ASSERT_FALSE(located);
  EXPECT_THAT(located.error().message,
              testing::StartsWith("Zero blocklocations for /d/f. Name node"));

  add_datanode(1);
  received(1, block.block);
  system->tick();
  EXPECT_FALSE(system->in_safe_mode());
  EXPECT_TRUE(system->get_block_locations(alice, "/d/f", 0, 1));
}

}  // namespace
}  // namespace mammoth::namenode
