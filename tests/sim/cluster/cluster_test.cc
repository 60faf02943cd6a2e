// Whole clusters: histories without faults, equal ones from equal seeds, and those that once went
// wrong.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/sim/cluster/past_failures.h"
#include "tests/sim/cluster/simulation.h"
#include "tests/sim/world/history.h"

namespace mammoth::sim {
namespace {

History one(std::uint64_t seed, const SimulationOptions& options) {
  return live(seed, [&](World& world) { return simulate(world, options); });
}

TEST(Simulation, WithoutFaultsNothingIsRefused) {
  const History history = one(1, {.hours = 1, .faults = false, .datanodes = 3, .clients = 1});
  EXPECT_TRUE(history.good) << history.words;
  EXPECT_NE(history.words.find(" 0 refused"), std::string::npos) << history.words;
  EXPECT_GE(history.simulated, kHour);
}

TEST(Simulation, OneSeedIsOneHistory) {
  const SimulationOptions options{.hours = 0.5};
  const History first = one(2, options), second = one(2, options);
  EXPECT_TRUE(first.good) << first.words;
  EXPECT_EQ(first.trace, second.trace);
  EXPECT_EQ(first.words, second.words);
  EXPECT_EQ(first.simulated, second.simulated);
  EXPECT_NE(first.trace, one(3, options).trace);
}

TEST(Simulation, PastFailuresAreNoMore) {
  for (const PastFailure& past : kPastFailures) {
    const History history = one(past.seed, {.hours = past.hours});
    EXPECT_TRUE(history.good) << "seed " << past.seed << ": " << history.words << " (" << past.what
                              << ")";
  }
}

}  // namespace
}  // namespace mammoth::sim
