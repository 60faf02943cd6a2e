// One history of a cluster: load and faults for a while, then a look at everything, again and
// again.
#pragma once

#include <string>

#include "tests/sim/world/world.h"

namespace mammoth::sim {

struct SimulationOptions {
  double hours = 1;  // simulated ones
  bool faults = true;
  std::size_t datanodes = 0;  // 0: from the seed, three to nine
  std::size_t clients = 0;    // 0: from the seed, one to three
};

// For live(): answers what the history was like, in one line.
std::string simulate(World& world, const SimulationOptions& options);

}  // namespace mammoth::sim
