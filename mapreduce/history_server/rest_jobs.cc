// What the REST interface says of jobs, tasks, attempts and counters.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "mapreduce/history_server/rest.h"

namespace mammoth::mapreduce::history {

namespace {

RestRefusal bad_request(std::string message) {
  return {400, "BadRequestException", "java.lang.Exception: " + std::move(message)};
}

// A parameter that is a number not below `least`.
RestResult<std::optional<std::int64_t>> number_parameter(const http::Query& query,
                                                         std::string_view name, std::int64_t least,
                                                         const std::string& refusal) {
  const auto text = query.find(name);
  if (!text || text->empty()) return std::optional<std::int64_t>();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size())
    return bad_request(fmt::format("{}For input string: \"{}\"",
                                   name == "limit" ? "" : "Invalid number format: ", *text));
  if (number < least) return bad_request(refusal);
  return std::optional(number);
}

// The window that two parameters make.
struct Window {
  std::int64_t begin = 0;
  std::int64_t end = INT64_MAX;
  bool holds(std::int64_t time) const { return time >= begin && time <= end; }
};

RestResult<Window> window_of(const http::Query& query, const std::string& kind,
                             const std::string& order_refusal) {
  Window window;
  const auto begin =
      number_parameter(query, kind + "TimeBegin", 0, kind + "TimeBegin must be greater than 0");
  if (!begin) return begin.error();
  const auto end =
      number_parameter(query, kind + "TimeEnd", 0, kind + "TimeEnd must be greater than 0");
  if (!end) return end.error();
  if (*begin) window.begin = **begin;
  if (*end) window.end = **end;
  if (*begin && *end && window.begin > window.end) return bad_request(order_refusal);
  return window;
}

void write_partial_job(http::JsonWriter& json, const JobIndex& index) {
  json.begin_object();
  json.member("submitTime", index.submit_time).member("startTime", index.start_time);
  json.member("finishTime", index.finish_time).member("id", index.job_id);
  json.member("name", index.job_name).member("queue", index.queue).member("user", index.user);
  json.member("state", index.status);
  json.member("mapsTotal", index.finished_maps).member("mapsCompleted", index.finished_maps);
  json.member("reducesTotal", index.finished_reduces);
  json.member("reducesCompleted", index.finished_reduces);
  json.end_object();
}

bool is_state(std::string_view text) {
  for (const char* known :
       {"NEW", "INITED", "RUNNING", "SUCCEEDED", "FAILED", "KILLED", "ERROR", "KILL_WAIT"})
    if (text == known) return true;
  return false;
}

void write_flat_counters(http::JsonWriter& json, std::string_view groups_name,
                         const Counters& counters) {
  if (counters.groups().empty()) return;
  json.key(groups_name).begin_array();
  for (const CounterGroup* group : counters.groups()) {
    json.begin_object().member("counterGroupName", group->getName()).key("counter").begin_array();
    for (const Counter* counter : group->counters())
      json.begin_object()
          .member("name", counter->getName())
          .member("value", counter->getValue())
          .end_object();
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

RestResult<std::string> rest_jobs(HistoryStore& store, const http::Query& query) {
  const auto limit = number_parameter(query, "limit", 1, "limit value must be greater then 0");
  if (!limit) return limit.error();
  const auto started =
      window_of(query, "started", "startedTimeEnd must be greater than startTimeBegin");
  if (!started) return started.error();
  const auto finished =
      window_of(query, "finished", "finishedTimeEnd must be greater than finishedTimeBegin");
  if (!finished) return finished.error();
  const auto state = query.find("state");
  if (state && !is_state(*state))
    return RestRefusal{400, "IllegalArgumentException",
                       fmt::format("No enum constant "
                                   "org.apache.hadoop.mapreduce.v2.api.records.JobState.{}",
                                   *state)};
  store.scan();
  http::JsonWriter json;
  json.begin_object().key("jobs");
  bool is_empty = true;
  std::int64_t count = 0;
  for (const HistoryEntry& entry : store.entries()) {
    const JobIndex& index = entry.index;
    const auto differs = [&](std::string_view name, const std::string& value) {
      const auto wanted = query.find(name);
      return wanted && !wanted->empty() && *wanted != value;
    };
    if (differs("user", index.user) || differs("queue", index.queue) ||
        differs("state", index.status) || !started->holds(index.start_time) ||
        !finished->holds(index.finish_time))
      continue;
    if (*limit && ++count > **limit) break;
    if (is_empty) json.begin_object().key("job").begin_array();
    is_empty = false;
    write_partial_job(json, index);
  }
  if (is_empty)
    json.begin_object().end_object();
  else
    json.end_array().end_object();
  json.end_object();
  return std::move(json).text();
}

std::int64_t elapsed(std::int64_t start_ms, std::int64_t finish_ms) {
  return start_ms > 0 && finish_ms > 0 ? std::max<std::int64_t>(finish_ms - start_ms, 0) : 0;
}

int completed_maps(const JobHistory& job) {
  return job.finished_maps + std::max(job.failed_maps, 0) + std::max(job.killed_maps, 0);
}
int completed_reduces(const JobHistory& job) {
  return job.finished_reduces + std::max(job.failed_reduces, 0) + std::max(job.killed_reduces, 0);
}

JobAverages averages_of(const JobHistory& job) {
  JobAverages all;
  for (const auto& [task_id, task] : job.tasks)
    for (const auto& [id, attempt] : task.attempts) {
      AttemptCounts& counts = task.is_map ? all.maps : all.reduces;
      if (attempt.status == "FAILED") ++counts.failed;
      if (attempt.status == "KILLED") ++counts.killed;
      if (attempt.status != "SUCCEEDED") continue;
      ++counts.successful;
      if (task.is_map) {
        all.map_ms += attempt.finish_time - attempt.start_time;
      } else {
        all.shuffle_ms += attempt.shuffle_finish_time - attempt.start_time;
        all.merge_ms += attempt.sort_finish_time - attempt.shuffle_finish_time;
        all.reduce_ms += attempt.finish_time - attempt.sort_finish_time;
      }
    }
  if (all.maps.successful > 0) all.map_ms /= all.maps.successful;
  if (all.reduces.successful > 0)
    for (std::int64_t* sum : {&all.shuffle_ms, &all.merge_ms, &all.reduce_ms})
      *sum /= all.reduces.successful;
  return all;
}

void write_job(http::JsonWriter& json, const JobHistory& job) {
  const JobAverages averages = averages_of(job);
  json.member("submitTime", job.submit_time).member("startTime", job.launch_time);
  json.member("finishTime", job.finish_time).member("id", job.id).member("name", job.name);
  json.member("queue", job.queue).member("user", job.user).member("state", job.status);
  json.member("mapsTotal", job.total_maps).member("mapsCompleted", completed_maps(job));
  json.member("reducesTotal", job.total_reduces);
  json.member("reducesCompleted", completed_reduces(job));
  json.member("uberized", job.uberized).member("diagnostics", job.diagnostics);
  json.member("avgMapTime", averages.map_ms).member("avgReduceTime", averages.reduce_ms);
  json.member("avgShuffleTime", averages.shuffle_ms).member("avgMergeTime", averages.merge_ms);
  json.member("failedReduceAttempts", averages.reduces.failed);
  json.member("killedReduceAttempts", averages.reduces.killed);
  json.member("successfulReduceAttempts", averages.reduces.successful);
  json.member("failedMapAttempts", averages.maps.failed);
  json.member("killedMapAttempts", averages.maps.killed);
  json.member("successfulMapAttempts", averages.maps.successful);
  if (job.acls.empty()) return;
  json.key("acls").begin_array();
  for (const auto& [name, list] : job.acls)
    json.begin_object().member("name", name).member("value", list).end_object();
  json.end_array();
}

void write_task(http::JsonWriter& json, const TaskHistory& task) {
  std::int64_t start = INT64_MAX;
  for (const auto& [id, attempt] : task.attempts) start = std::min(start, attempt.start_time);
  if (start == INT64_MAX) start = -1;
  json.member("startTime", start).member("finishTime", task.finish_time);
  json.member("elapsedTime", elapsed(start, task.finish_time));
  json.member("progress", http::Decimal{100}).member("id", task.id);
  json.member("state", task.status.empty() ? std::string("SUCCEEDED") : task.status);
  json.member("type", task.is_map ? "MAP" : "REDUCE");
  json.member("successfulAttempt", task.successful_attempt_id);
}

void write_attempt(http::JsonWriter& json, const AttemptHistory& attempt) {
  json.member("type", attempt.is_map ? "MAP" : "REDUCE");
  json.member("startTime", attempt.start_time).member("finishTime", attempt.finish_time);
  json.member("elapsedTime", elapsed(attempt.start_time, attempt.finish_time));
  json.member("progress", http::Decimal{100}).member("id", attempt.id);
  json.member("rack", attempt.rack);
  json.member("state", attempt.status.empty() ? std::string("KILLED") : attempt.status);
  json.member("status", attempt.state);
  json.member("nodeHttpAddress", fmt::format("{}:{}", attempt.tracker_name, attempt.http_port));
  json.member("diagnostics", attempt.error);
  json.member("assignedContainerId", attempt.container_id);
  if (attempt.is_map) return;
  json.member("shuffleFinishTime", attempt.shuffle_finish_time);
  json.member("mergeFinishTime", attempt.sort_finish_time);
  json.member("elapsedShuffleTime", elapsed(attempt.start_time, attempt.shuffle_finish_time));
  json.member("elapsedMergeTime", elapsed(attempt.shuffle_finish_time, attempt.sort_finish_time));
  json.member("elapsedReduceTime", elapsed(attempt.sort_finish_time, attempt.finish_time));
}

std::string rest_master_attempts(const JobHistory& job, const std::string& base_url) {
  http::JsonWriter json;
  json.begin_object().key("jobAttempts").begin_object().key("jobAttempt").begin_array();
  for (const MasterAttempt& master : job.masters) {
    const std::string node =
        fmt::format("{}:{}", master.node_manager_host, master.node_manager_port);
    const std::string& id = master.application_attempt_id;
    json.begin_object();
    json.member("nodeHttpAddress",
                fmt::format("{}:{}", master.node_manager_host, master.node_manager_http_port));
    json.member("nodeId", node);
    json.member("id", std::strtol(id.c_str() + id.rfind('_') + 1, nullptr, 10));
    json.member("startTime", master.start_time).member("containerId", master.container_id);
    json.member("logsLink", fmt::format("{}jobhistory/logs/{}/{}/{}/{}", base_url, node,
                                        master.container_id, job.id, job.user));
    json.end_object();
  }
  json.end_array().end_object().end_object();
  return std::move(json).text();
}

std::string rest_job_counters(const JobHistory& job) {
  Counters maps;
  Counters reduces;
  for (const auto& [id, task] : job.tasks)
    (task.is_map ? maps : reduces).incrAllCounters(task.counters);
  http::JsonWriter json;
  json.begin_object().key("jobCounters").begin_object().member("id", job.id);
  const std::vector<const CounterGroup*> groups = job.total_counters.groups();
  if (!groups.empty()) json.key("counterGroup").begin_array();
  for (const CounterGroup* group : groups) {
    json.begin_object().member("counterGroupName", group->getName()).key("counter").begin_array();
    for (const Counter* counter : group->counters()) {
      json.begin_object().member("name", counter->getName());
      json.member("totalCounterValue", counter->getValue());
      json.member("mapCounterValue", maps.getValue(group->getName(), counter->getName()));
      json.member("reduceCounterValue", reduces.getValue(group->getName(), counter->getName()));
      json.end_object();
    }
    json.end_array().end_object();
  }
  if (!groups.empty()) json.end_array();
  json.end_object().end_object();
  return std::move(json).text();
}

std::string rest_task_counters(const TaskHistory& task) {
  http::JsonWriter json;
  json.begin_object().key("jobTaskCounters").begin_object().member("id", task.id);
  write_flat_counters(json, "taskCounterGroup", task.counters);
  json.end_object().end_object();
  return std::move(json).text();
}

std::string rest_attempt_counters(const AttemptHistory& attempt) {
  http::JsonWriter json;
  json.begin_object().key("jobTaskAttemptCounters").begin_object().member("id", attempt.id);
  write_flat_counters(json, "taskAttemptCounterGroup", attempt.counters);
  json.end_object().end_object();
  return std::move(json).text();
}

}  // namespace mammoth::mapreduce::history
