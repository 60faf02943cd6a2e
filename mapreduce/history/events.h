// What happens to a job, event by event, as history files tell it (Hadoop: mapreduce.jobhistory.*;
// the fields are those of its Avro records, in their order). Plain values; times in milliseconds
// since 1970. Ids are written as Hadoop writes them: job_…, task_…, attempt_…, container_….
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "common/http/json_value.h"
#include "mapreduce/api/counters.h"
#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce::history {

struct AmStarted {
  std::string application_attempt_id;
  std::int64_t start_time = 0;
  std::string container_id;
  std::string node_manager_host;
  int node_manager_port = 0;
  int node_manager_http_port = 0;
};
struct JobSubmitted {
  std::string job_id;
  std::string job_name;
  std::string user_name;
  std::int64_t submit_time = 0;
  std::string job_conf_path;
  std::map<std::string, std::string> acls{};
  std::string queue = "default";
};
struct JobQueueChanged {
  std::string job_id;
  std::string queue;
};
struct JobPriorityChanged {
  std::string job_id;
  std::string priority;
};
struct JobInited {
  std::string job_id;
  std::int64_t launch_time = 0;
  int total_maps = 0;
  int total_reduces = 0;
  bool uberized = false;
};
struct JobInfoChanged {
  std::string job_id;
  std::int64_t submit_time = 0;
  std::int64_t launch_time = 0;
};
struct TaskStarted {
  std::string task_id;
  TaskType type = TaskType::MAP;
  std::int64_t start_time = 0;
  std::string split_locations{};  // "host1,host2"
};
struct AttemptStarted {
  std::string task_id;
  TaskType type = TaskType::MAP;
  std::string attempt_id;
  std::int64_t start_time = 0;
  std::string tracker_name;  // host
  int http_port = 0;
  int shuffle_port = -1;
  std::string container_id;
  std::string locality = "OFF_SWITCH";  // or NODE_LOCAL, RACK_LOCAL
  std::string avataar = "VIRGIN";       // or SPECULATIVE
};
struct MapAttemptFinished {
  std::string task_id;
  std::string attempt_id;
  std::int64_t map_finish_time = 0;
  std::int64_t finish_time = 0;
  std::string hostname;
  int port = -1;
  std::string rack = "/default-rack";
  std::string state{};  // the last status text
  Counters counters{};
};
struct ReduceAttemptFinished {
  std::string task_id;
  std::string attempt_id;
  std::int64_t shuffle_finish_time = 0;
  std::int64_t sort_finish_time = 0;
  std::int64_t finish_time = 0;
  std::string hostname;
  int port = -1;
  std::string rack = "/default-rack";
  std::string state{};
  Counters counters{};
};
struct AttemptUnsuccessful {
  std::string task_id;
  TaskType type = TaskType::MAP;
  std::string attempt_id;
  std::int64_t finish_time = 0;
  std::string hostname;
  int port = -1;
  std::string rack = "/default-rack";
  std::string status = "FAILED";  // or KILLED
  std::string error{};
  Counters counters{};
};
struct TaskFinished {
  std::string task_id;
  TaskType type = TaskType::MAP;
  std::int64_t finish_time = 0;
  std::string successful_attempt_id;
  Counters counters{};
};
struct TaskFailed {
  std::string task_id;
  TaskType type = TaskType::MAP;
  std::int64_t finish_time = 0;
  std::string status = "FAILED";  // or KILLED
  std::string error{};
  std::string failed_due_to_attempt{};  // "": none
  Counters counters{};
};
struct JobFinished {
  std::string job_id;
  std::int64_t finish_time = 0;
  int finished_maps = 0;
  int finished_reduces = 0;
  int failed_maps = 0;
  int failed_reduces = 0;
  int killed_maps = 0;
  int killed_reduces = 0;
  Counters total_counters{};
  Counters map_counters{};
  Counters reduce_counters{};
};
struct JobUnsuccessful {
  std::string job_id;
  std::int64_t finish_time = 0;
  int finished_maps = 0;
  int finished_reduces = 0;
  int failed_maps = 0;
  int failed_reduces = 0;
  int killed_maps = 0;
  int killed_reduces = 0;
  std::string status = "FAILED";  // or KILLED, ERROR
  std::string diagnostics{};
};

using Event = std::variant<AmStarted, JobSubmitted, JobQueueChanged, JobPriorityChanged, JobInited,
                           JobInfoChanged, TaskStarted, AttemptStarted, MapAttemptFinished,
                           ReduceAttemptFinished, AttemptUnsuccessful, TaskFinished, TaskFailed,
                           JobFinished, JobUnsuccessful>;

// The event as Avro's JSON has it: {"type": …, "event": {"org.apache.…": {…}}}.
http::JsonValue to_avro(const Event& event);

// The schema of what to_avro() gives, as the second line of a history file.
std::string_view event_schema();

}  // namespace mammoth::mapreduce::history
