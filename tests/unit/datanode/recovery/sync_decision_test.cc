#include <gtest/gtest.h>

#include "datanode/recovery/block_recovery.h"

namespace mammoth::datanode {
namespace {

ReplicaToSync replica(std::size_t location, ReplicaState state, std::uint64_t length_bytes) {
  return {location, {BlockId(1), GenerationStamp(1001), length_bytes}, state};
}

std::vector<std::size_t> locations(const SyncDecision& decision) {
  std::vector<std::size_t> result;
  for (const auto& participant : decision.participants) result.push_back(participant.location);
  return result;
}

// A finalized replica has all that was acknowledged: it decides, and what is shorter is left
// behind.
TEST(SyncDecision, FinalizedReplicasDecideAndEqualRbwJoin) {
  const auto decision =
      decide_sync({replica(0, ReplicaState::kRbw, 900), replica(1, ReplicaState::kFinalized, 1000),
                   replica(2, ReplicaState::kRbw, 1000), replica(3, ReplicaState::kRwr, 1000)});
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->length_bytes, 1000u);
  EXPECT_EQ(locations(*decision), (std::vector<std::size_t>{1, 2}));
}

TEST(SyncDecision, FinalizedReplicasThatDisagreeAreNobodysToChoose) {
  EXPECT_FALSE(decide_sync(
      {replica(0, ReplicaState::kFinalized, 10), replica(1, ReplicaState::kFinalized, 11)}));
}

// Every RBW has at least what was acknowledged: the shortest is safe for all. RWR may have less.
TEST(SyncDecision, TheShortestRbwDecidesAndRwrStaysOut) {
  const auto decision =
      decide_sync({replica(0, ReplicaState::kRbw, 700), replica(1, ReplicaState::kRwr, 100),
                   replica(2, ReplicaState::kRbw, 500)});
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->length_bytes, 500u);
  EXPECT_EQ(locations(*decision), (std::vector<std::size_t>{0, 2}));
}

TEST(SyncDecision, RwrDecidesWhenThereIsNothingBetter) {
  const auto decision =
      decide_sync({replica(0, ReplicaState::kRwr, 300), replica(1, ReplicaState::kRwr, 200)});
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->length_bytes, 200u);
}

// An attempt that was not heard of has cut one replica, the next one cuts the others.
TEST(SyncDecision, ATruncationTakesEveryFinalizedReplicaThatIsLongEnough) {
  const auto decision = decide_truncation(
      {replica(0, ReplicaState::kFinalized, 500), replica(1, ReplicaState::kFinalized, 1000),
       replica(2, ReplicaState::kFinalized, 499), replica(3, ReplicaState::kRwr, 1000)},
      500);
  EXPECT_EQ(decision.length_bytes, 500u);
  EXPECT_EQ(locations(decision), (std::vector<std::size_t>{0, 1}));
}

}  // namespace
}  // namespace mammoth::datanode
