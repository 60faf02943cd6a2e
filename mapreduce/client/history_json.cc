// `mapred job -history … -format json` (Hadoop: JSONHistoryViewerPrinter).
#include "common/http/json.h"
#include "mapreduce/client/history_text.h"

namespace mammoth::mapreduce::engine {

namespace {

using history::JobHistory;
using history::TaskHistory;

const std::string& group_name(const CounterGroup& group) {
  static const std::string kShuffleErrorsClass =
      "org.apache.hadoop.mapreduce.task.reduce.Fetcher.ShuffleErrors";
  return group.getName() == "Shuffle Errors" ? kShuffleErrorsClass : group.getName();
}

void write_job_counters(http::JsonWriter& json, const JobHistory& job) {
  if (job.total_counters.groups().empty()) return;
  json.key("counters").begin_object();
  for (const CounterGroup* group : job.total_counters.groups()) {
    json.key(group_name(*group)).begin_array();
    for (const Counter* counter : group->counters()) {
      const std::string& name = counter->getName();
      json.begin_object().member("counterName", name);
      json.member("mapValue", job.map_counters.getValue(group->getName(), name));
      json.member("reduceValue", job.reduce_counters.getValue(group->getName(), name));
      json.member("totalValue", counter->getValue()).end_object();
    }
    json.end_array();
  }
  json.end_object();
}

void write_summary(http::JsonWriter& json, const char* kind, const TaskSummary& tasks) {
  json.key(kind).begin_object();
  json.member("total", tasks.total).member("successful", tasks.successful);
  json.member("failed", tasks.failed).member("killed", tasks.killed);
  json.member("startTime", tasks.started).member("finishTime", tasks.finished).end_object();
}

void write_task_counters(http::JsonWriter& json, const TaskHistory& task) {
  json.key("counters").begin_object();
  for (const CounterGroup* group : task.counters.groups()) {
    json.key(group_name(*group)).begin_array();
    for (const Counter* counter : group->counters())
      json.begin_object()
          .member("counterName", counter->getName())
          .member("value", counter->getValue())
          .end_object();
    json.end_array();
  }
  json.end_object();
}

// One object for all attempts: the last one is what remains of it.
void write_attempts(http::JsonWriter& json, const TaskHistory& task) {
  json.key("attempts").begin_object();
  if (!task.attempts.empty()) {
    const history::AttemptHistory& attempt = task.attempts.rbegin()->second;
    json.member("attemptId", attempt.id).member("startTime", attempt.start_time);
    if (!task.is_map)
      json.member("shuffleFinished", attempt.shuffle_finish_time)
          .member("sortFinished", attempt.sort_finish_time);
    json.member("finishTime", attempt.finish_time).member("hostName", attempt.hostname);
    if (!attempt.error.empty()) json.member("error", task.error);
    if (const std::string logs = task_logs_url(attempt); !logs.empty())
      json.member("taskLogs", logs);
  }
  json.end_object();
}

void write_history_task(http::JsonWriter& json, const TaskHistory& task, bool all) {
  json.begin_object().member("taskId", task.id).member("type", task.is_map ? "MAP" : "REDUCE");
  json.member("status", task.status).member("startTime", task.start_time);
  json.member("finishTime", task.finish_time);
  if (!task.error.empty()) json.member("error", task.error);
  if (task.is_map) json.member("inputSplits", task.split_locations);
  if (all) {
    write_task_counters(json, task);
    write_attempts(json, task);
  }
  json.end_object();
}

}  // namespace

std::string history_in_json(const JobHistory& job, bool all) {
  http::JsonWriter json;
  json.begin_object().member("hadoopJob", job.id).member("user", job.user);
  json.member("jobName", job.name).member("jobConf", job.conf_path);
  json.member("submittedAt", job.submit_time).member("launchedAt", job.launch_time);
  json.member("finishedAt", job.finish_time);
  json.member("status", job.status.empty() ? std::string("Incomplete") : job.status);
  write_job_counters(json, job);
  json.key("taskSummary").begin_object();
  write_summary(json, "setup", {});
  write_summary(json, "map", summary_of(job, true));
  write_summary(json, "reduce", summary_of(job, false));
  write_summary(json, "cleanup", {});
  json.end_object().key("tasks").begin_array();
  for (const auto& [id, task] : job.tasks)
    if ((all && task.status == "SUCCEEDED") || task.status == "KILLED" || task.status == "FAILED")
      write_history_task(json, task, all);
  json.end_array().end_object();
  return std::move(json).text();
}

}  // namespace mammoth::mapreduce::engine
