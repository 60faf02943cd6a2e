// What a history file tells of a job, put together from its events (Hadoop: JobHistoryParser.
// JobInfo). Plain values; times in milliseconds since 1970, 0 or -1 where nothing was told.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/http/json_value.h"
#include "mapreduce/api/counters.h"

namespace mammoth::mapreduce::history {

struct MasterAttempt {
  std::string application_attempt_id;
  std::int64_t start_time = 0;
  std::string container_id;
  std::string node_manager_host;
  int node_manager_port = 0;
  int node_manager_http_port = 0;
};

struct AttemptHistory {
  std::string id;
  bool is_map = true;
  std::string status{};  // SUCCEEDED, FAILED, KILLED; "": it was still running
  std::int64_t start_time = 0;
  std::int64_t finish_time = 0;
  std::int64_t shuffle_finish_time = 0;
  std::int64_t sort_finish_time = 0;
  std::int64_t map_finish_time = 0;
  std::string hostname{};
  std::string tracker_name{};
  std::string rack{};
  int port = -1;
  int http_port = -1;
  int shuffle_port = -1;
  std::string container_id{};
  std::string state{};  // its last status text
  std::string error{};
  Counters counters{};
};

struct TaskHistory {
  std::string id;
  bool is_map = true;
  std::string status{};
  std::int64_t start_time = -1;
  std::int64_t finish_time = -1;
  std::string split_locations{};
  std::string error{};
  std::string failed_due_to_attempt{};
  std::string successful_attempt_id{};
  Counters counters{};
  std::map<std::string, AttemptHistory> attempts{};  // by id
};

struct JobHistory {
  std::string id;
  std::string name;
  std::string user;
  std::string queue = "default";
  std::string priority = "NORMAL";
  std::string status;  // SUCCEEDED, FAILED, KILLED, ERROR; "" or RUNNING: the file ends before
  std::string conf_path;
  std::string diagnostics;
  std::int64_t submit_time = -1;
  std::int64_t launch_time = -1;
  std::int64_t finish_time = -1;
  int total_maps = 0;
  int total_reduces = 0;
  int finished_maps = 0;
  int finished_reduces = 0;
  int failed_maps = 0;
  int failed_reduces = 0;
  int killed_maps = 0;
  int killed_reduces = 0;
  bool uberized = false;
  std::map<std::string, std::string> acls;
  Counters total_counters;
  Counters map_counters;
  Counters reduce_counters;
  std::vector<MasterAttempt> masters;
  std::map<std::string, TaskHistory> tasks;  // by id: maps before reduces
};

// What one event adds. Events of an unknown kind add nothing.
void apply(const http::JsonValue& event, JobHistory& job);

// The whole of a file, of either maker and either format. kIo for what is no history file; a file
// that ends in the middle of an event tells what stands before it.
Result<JobHistory> parse_history(std::string_view bytes);

// Files longer than this are refused.
inline constexpr std::uint64_t kMaxHistoryBytes = std::uint64_t{512} << 20;

}  // namespace mammoth::mapreduce::history
