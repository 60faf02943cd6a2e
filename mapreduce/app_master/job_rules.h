// From a job's configuration to the rules of its schedule.
#pragma once

#include <vector>

#include "mapreduce/api/configuration.h"
#include "mapreduce/schedule/job_plan.h"
#include "mapreduce/task/split_files.h"

namespace mammoth::mapreduce::app_master {

// Throws Exception for values that are none.
schedule::JobPlan plan_of(const Configuration& configuration, const JobID& id,
                          const std::vector<engine::PlannedSplit>& splits);

}  // namespace mammoth::mapreduce::app_master
