// What the master before this one has got done (Hadoop: MRAppMaster.processRecovery): tasks that
// succeeded, by its history file. Their map outputs are still on their nodes, and their committed
// output is where the committer left it.
#pragma once

#include <vector>

#include "mapreduce/api/configuration.h"
#include "mapreduce/api/output_format.h"
#include "mapreduce/history/job_history.h"
#include "mapreduce/schedule/job_machine.h"

namespace mammoth::mapreduce::app_master {

struct RecoveredTask {
  TaskType type = TaskType::MAP;
  int task = 0;
  schedule::Attempt attempt{};
  std::int64_t started_ms = 0;
};

struct Recovery {
  std::vector<RecoveredTask> tasks{};
  std::vector<history::MasterAttempt> masters{};
};

// Empty where there is nothing to recover: no file, one that cannot be read, a committer that does
// not know how, yarn.app.mapreduce.am.job.recovery.enable. Never throws for those.
Recovery recover(const Configuration& configuration, const JobID& id, int master_attempt,
                 OutputCommitter& committer);

}  // namespace mammoth::mapreduce::app_master
