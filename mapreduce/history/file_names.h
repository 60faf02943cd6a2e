// How history files are called and where they lie (Hadoop: FileNameIndexUtils, JobHistoryUtils).
//
//   job_1_0003-<submit>-<user>-<name>-<finish>-<maps>-<reduces>-<state>-<queue>-<start>.jhist
//   DONE/2026/11/23/000000/   the day the job finished, and its number divided by a thousand
//
// Texts are encoded as in HTML forms, with '-' as %2D; the name is cut to
// mapreduce.jobhistory.jobname.limit characters. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mapreduce/api/configuration.h"

namespace mammoth::mapreduce::history {

// What a file's name says of its job.
struct JobIndex {
  std::string job_id;
  std::int64_t submit_time = 0;
  std::string user;
  std::string job_name;
  std::int64_t finish_time = 0;
  int finished_maps = 0;
  int finished_reduces = 0;
  std::string status;  // SUCCEEDED, FAILED, KILLED, ERROR
  std::string queue = "default";
  std::int64_t start_time = 0;
};

std::string done_file_name(const JobIndex& index, int job_name_limit);
// Nothing for a name that is none. Names of older releases, without the last fields, are known.
std::optional<JobIndex> index_of_file_name(std::string_view name);

// "job_1_0003_conf.xml", "job_1_0003.summary".
std::string conf_file_name(const std::string& job_id);
std::string summary_file_name(const std::string& job_id);

// "2026/11/23/000000"; the day is that of the machine's zone, as in Hadoop.
std::string done_subdirectory(const JobIndex& index);

std::string intermediate_directory(const Configuration& configuration);
std::string done_directory(const Configuration& configuration);

}  // namespace mammoth::mapreduce::history
