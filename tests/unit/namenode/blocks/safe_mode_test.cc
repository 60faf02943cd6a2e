#include "namenode/blocks/safe_mode.h"

#include <gtest/gtest.h>

namespace mammoth::namenode {
namespace {

SafeModeOptions with_extension(std::int64_t ms) {
  SafeModeOptions options;
  options.extension_ms = ms;
  return options;
}

TEST(SafeMode, AnEmptyNamespaceNeedsNone) {
  // A freshly formatted namenode takes writes at once, even with the usual extension of 30 s.
  ManualClock clock;
  SafeMode mode(with_extension(30'000), clock);
  mode.tick();
  EXPECT_TRUE(mode.active()) << "the namespace is not counted yet";
  mode.activate(0);
  mode.tick();
  EXPECT_FALSE(mode.active());
}

TEST(SafeMode, LeavesWhenTheThresholdIsReached) {
  // 999 of 1,000 blocks are enough; without an extension there is no delay. The texts are what
  // `hdfs dfsadmin` and refused clients show.
  ManualClock clock;
  SafeMode mode(with_extension(0), clock);
  mode.activate(1'000);
  for (int i = 0; i < 998; ++i) mode.replica_added(1);
  mode.replica_added(2);  // a second replica makes no block safer
  mode.tick();
  EXPECT_EQ(
      mode.tip(),
      "The reported blocks 998 needs additional 1 blocks to reach the threshold 0.9990 of total "
      "blocks 1000.\nThe number of live datanodes 0 has reached the minimum number 0. Safe mode "
      "will be turned off automatically once the thresholds have been reached.");
  mode.replica_added(1);
  mode.tick();
  EXPECT_FALSE(mode.active());
}

TEST(SafeMode, TheExtensionStartsAtTheThresholdAndChecksAgainAtItsEnd) {
  // A datanode dies during the extension: safe mode goes on until its blocks are back.
  ManualClock clock;
  SafeModeOptions options = with_extension(30'000);
  options.threshold = 1;
  SafeMode mode(options, clock);
  mode.activate(2);
  mode.replica_added(1);
  mode.replica_added(1);
  mode.tick();
  clock.advance_ms(10'000);
  EXPECT_EQ(
      mode.tip(),
      "The reported blocks 2 has reached the threshold 1.0000 of total blocks 2. The number of "
      "live datanodes 0 has reached the minimum number 0. In safe mode extension. Safe mode will "
      "be turned off automatically in 20 seconds.");
  mode.replica_removed(0);
  clock.advance_ms(30'000);
  mode.tick();
  EXPECT_TRUE(mode.active());
  mode.replica_added(1);
  mode.tick();
  EXPECT_FALSE(mode.active());
}

TEST(SafeMode, WaitsForDatanodes) {
  // dfs.namenode.safemode.min.datanodes = 2.
  ManualClock clock;
  SafeModeOptions options = with_extension(0);
  options.min_datanodes = 2;
  SafeMode mode(options, clock);
  mode.activate(0);
  mode.set_live_datanodes(1);
  mode.tick();
  EXPECT_EQ(
      mode.tip(),
      "The reported blocks 0 has reached the threshold 0.9990 of total blocks 0. The number of "
      "live datanodes 1 needs an additional 1 live datanodes to reach the minimum number 2.\n"
      "Safe mode will be turned off automatically once the thresholds have been reached.");
  mode.set_live_datanodes(2);
  mode.tick();
  EXPECT_FALSE(mode.active());
}

TEST(SafeMode, AManualOneEndsOnlyByHand) {
  // dfsadmin -safemode enter, -safemode leave.
  ManualClock clock;
  SafeMode mode(with_extension(0), clock);
  mode.activate(0);
  mode.tick();
  mode.enter(false);
  mode.tick();
  EXPECT_TRUE(mode.active());
  EXPECT_EQ(
      mode.tip(),
      "It was turned on manually. Use \"hdfs dfsadmin -safemode leave\" to turn safe mode off.");
  EXPECT_TRUE(mode.leave(false));
  EXPECT_FALSE(mode.active());
}

TEST(SafeMode, FutureBlocksAreNotLostWithoutForce) {
  // An old name directory was put back: replicas of newer generation stamps would be deleted.
  ManualClock clock;
  SafeModeOptions options = with_extension(0);
  options.threshold = 1;
  SafeMode mode(options, clock);
  mode.activate(1);
  mode.add_future_bytes(4'096);
  EXPECT_NE(
      mode.tip().find("Exiting safe mode will cause loss of 4096 byte(s). Please restart name "
                      "node with right metadata"),
      std::string::npos);
  mode.replica_added(1);
  mode.tick();
  EXPECT_TRUE(mode.active());
  EXPECT_FALSE(mode.leave(false));
  EXPECT_TRUE(mode.leave(true));
  EXPECT_FALSE(mode.active());
}

}  // namespace
}  // namespace mammoth::namenode
