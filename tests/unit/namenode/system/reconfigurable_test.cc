#include "namenode/system/reconfigurable.h"

#include "common/config/keys.h"
#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class ReconfigurableTest : public NamesystemTest {
 protected:
  Result<std::string> change(const ConfigKey& key, const std::string& value) {
    for (const auto& property : reconfigurable_properties(*system))
      if (property.name == key.name) return property.apply(value);
    return Error{ErrorCode::kIllegalArgument, "no such property"};
  }
  BlockManagerOptions now() {
    return system->read_blocks([](const BlockManager& blocks) { return blocks.options(); });
  }
};

TEST_F(ReconfigurableTest, LimitsHoldAtOnce) {
  EXPECT_EQ(change(keys::kDfsNamenodeReplicationMaxStreams, "7").value(), "7");
  EXPECT_EQ(change(keys::kDfsNamenodeReplicationMaxStreamsHardLimit, "8").value(), "8");
  EXPECT_EQ(change(keys::kDfsNamenodeReplicationWorkMultiplierPerIteration, "9").value(), "9");
  EXPECT_EQ(change(keys::kDfsNamenodeHeartbeatRecheckInterval, "500").value(), "500");
  EXPECT_EQ(change(keys::kDfsNamenodeReconstructionPendingTimeoutSec, "60").value(), "60");
  EXPECT_EQ(now().max_replication_streams, 7u);
  EXPECT_EQ(now().max_replication_streams_hard, 8u);
  EXPECT_EQ(now().work_multiplier, 9u);
  EXPECT_EQ(now().heartbeat_recheck_ms, 500);
  EXPECT_EQ(now().pending_reconstruction_timeout_ms, 60'000);
}

TEST_F(ReconfigurableTest, DeletionsKeepUpWithHeartbeats) {
  EXPECT_EQ(change(keys::kDfsBlockInvalidateLimit, "10").value(), "60") << "20 a second of 3";
  EXPECT_EQ(change(keys::kDfsHeartbeatInterval, "100s").value(), "100");
  EXPECT_EQ(now().heartbeat_interval_ms, 100'000);
  EXPECT_EQ(now().invalidate_limit, 2'000u);
  EXPECT_EQ(change(keys::kDfsHeartbeatInterval, "250ms").value(), "250ms");
  EXPECT_EQ(now().heartbeat_interval_ms, 250);
}

TEST_F(ReconfigurableTest, WrongValuesChangeNothing) {
  const BlockManagerOptions before = now();
  EXPECT_THAT(change(keys::kDfsNamenodeReplicationMaxStreams, "0"),
              refused(ErrorCode::kIllegalArgument,
                      "dfs.namenode.replication.max-streams = '0' is invalid. It should be a "
                      "positive, non-zero integer value."));
  EXPECT_THAT(change(keys::kDfsNamenodeHeartbeatRecheckInterval, "5m"),
              refused(ErrorCode::kIllegalArgument, "For input string: \"5m\""));
  EXPECT_THAT(change(keys::kDfsHeartbeatInterval, "soon"),
              refused(ErrorCode::kIllegalArgument, "For input string: \"soon\""));
  EXPECT_FALSE(change(keys::kDfsHeartbeatInterval, "0"));
  EXPECT_FALSE(change(keys::kDfsBlockInvalidateLimit, "3000000000"));
  EXPECT_EQ(now().max_replication_streams, before.max_replication_streams);
  EXPECT_EQ(now().heartbeat_interval_ms, before.heartbeat_interval_ms);
}

TEST_F(ReconfigurableTest, ProtectedDirectories) {
  mkdir("/keep/below", hdfs);
  EXPECT_EQ(change(keys::kFsProtectedDirectories, " /x, /keep,").value(), "/keep,/x");
  EXPECT_FALSE(system->remove(hdfs, "/keep", true).result);
  EXPECT_EQ(change(keys::kFsProtectedDirectories, "").value(), "");
  EXPECT_TRUE(*system->remove(hdfs, "/keep", true).result);
}

}  // namespace
}  // namespace mammoth::namenode
