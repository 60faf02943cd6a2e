#include "datanode/replicas/short_circuit_registry.h"

#include <gtest/gtest.h>

namespace mammoth::datanode {
namespace {

class ShortCircuitRegistryTest : public ::testing::Test {
 protected:
  ShortCircuitRegistry registry_;
  ShortCircuitRegistry::NewSegment segment_ = registry_.create_segment("client");
  // What the client sees.
  ShortCircuitSegment client_{FileHandle(::dup(segment_.descriptor))};

  SlotId slot(int index) const { return {segment_.id, index}; }
};

// The client marks a slot, the datanode takes it, and tells the client there what becomes of the replica.
TEST_F(ShortCircuitRegistryTest, TellsOfInvalidation) {
  for (int i = 0; i < 3; ++i) client_.begin(i);
  ASSERT_TRUE(registry_.register_slot(BlockId(7), slot(0)));
  ASSERT_TRUE(registry_.register_slot(BlockId(7), slot(1)));
  ASSERT_TRUE(registry_.register_slot(BlockId(8), slot(2)));
  registry_.invalidate(BlockId(7));
  EXPECT_FALSE(client_.is_valid(0));
  EXPECT_FALSE(client_.is_valid(1));
  EXPECT_TRUE(client_.is_valid(2));
}

// A replica that somebody reads without checksums stays in memory until he is done.
TEST_F(ShortCircuitRegistryTest, WaitsForAnchors) {
  client_.begin(5);
  EXPECT_FALSE(client_.add_anchor(5));
  registry_.set_cached(BlockId(7));
  ASSERT_TRUE(registry_.register_slot(BlockId(7), slot(5)));
  EXPECT_TRUE(client_.add_anchor(5));
  EXPECT_FALSE(registry_.may_uncache(BlockId(7)));
  EXPECT_FALSE(client_.add_anchor(5));
  client_.remove_anchor(5);
  EXPECT_TRUE(registry_.may_uncache(BlockId(7)));
  registry_.set_cached(BlockId(7));
  EXPECT_TRUE(client_.is_anchorable(5));
}

TEST_F(ShortCircuitRegistryTest, RefusesInHadoopsWords) {
  const auto refusal = [&](const SlotId& asked) {
    return registry_.register_slot(BlockId(1), asked).error().message;
  };
  const auto name = "ShortCircuitShm(" + segment_.id.to_string() + ")";
  EXPECT_EQ(refusal(slot(-1)), name + ": invalid negative slot index -1");
  EXPECT_EQ(refusal(slot(128)), name + ": invalid slot index 128");
  EXPECT_EQ(refusal(slot(0)), name + ": slot 0 is not marked as valid.");
  client_.begin(0);
  ASSERT_TRUE(registry_.register_slot(BlockId(1), slot(0)));
  EXPECT_EQ(refusal(slot(0)), name + ": slot 0 is already in use.");
  EXPECT_EQ(refusal({{1, 2}, 0}),
            "there is no shared memory segment registered with shmId 00000000000000010000000000000002");
  EXPECT_FALSE(registry_.unregister_slot(slot(1)));
  EXPECT_TRUE(registry_.unregister_slot(slot(0)));
  EXPECT_FALSE(client_.is_valid(0));
}

// With the connection goes the segment, and all that was told through it.
TEST_F(ShortCircuitRegistryTest, ForgetsSegments) {
  client_.begin(0);
  ASSERT_TRUE(registry_.register_slot(BlockId(1), slot(0)));
  EXPECT_EQ(registry_.slots(), 1u);
  registry_.remove_segment(segment_.id);
  EXPECT_EQ(registry_.segments(), 0u);
  EXPECT_EQ(registry_.slots(), 0u);
  EXPECT_FALSE(client_.is_valid(0));
  registry_.invalidate(BlockId(1));
}

// A client cannot pull the memory from under the datanode.
TEST_F(ShortCircuitRegistryTest, SegmentsKeepTheirSize) {
  EXPECT_NE(::ftruncate(segment_.descriptor, 10), 0);
  EXPECT_THROW(ShortCircuitSegment{FileHandle()}, std::system_error);
}

}  // namespace
}  // namespace mammoth::datanode
