// The job's files on HDFS, seen from its master. Failures throw Exception.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mapreduce/api/configuration.h"
#include "mapreduce/api/ids.h"
#include "mapreduce/schedule/job_machine.h"
#include "mapreduce/task/split_files.h"

namespace mammoth::mapreduce::app_master {

std::vector<engine::PlannedSplit> read_splits(const Configuration& configuration);

// Leaves one of staging's COMMIT_… files.
void mark(const Configuration& configuration, const char* name);

struct EarlierCommit {
  schedule::JobState state;
  std::string why;
};
// How the job ended in an attempt before this one, if it got as far as the commit. A commit that
// was begun and not ended may not be begun again, except where committing twice does no harm
// (algorithm 2): then nothing is answered, and the tasks run again.
std::optional<EarlierCommit> commit_of_earlier_attempt(const Configuration& configuration);

// Nobody wants them any more. What cannot be removed is logged.
void remove_job_files(const Configuration& configuration);

// Where the history server shows the job; empty where no address is configured.
std::string history_url(const Configuration& configuration, const JobID& id);

}  // namespace mammoth::mapreduce::app_master
