// How much each leaf has beyond what it should have, for one round of preemption: the arithmetic of
// ProportionalCapacityPreemptionPolicy and AbstractPreemptableResourceCalculator, each dimension by
// itself. Pure.
#pragma once

#include <utility>
#include <vector>

#include "yarn/resource_manager/scheduler/queue.h"

namespace mammoth::yarn {

// Only leaves from which something is to be taken now: scaled to what a round may take, and by the
// part that does not end by itself. Nothing while nobody is in need.
std::vector<std::pair<Queue*, Resource>> excess_of_leaves(const LimitContext& context, Queue& root,
                                                          const PreemptionSettings& settings);

}  // namespace mammoth::yarn
