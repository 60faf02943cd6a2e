#include "mapreduce/history/job_history.h"

#include <charconv>

#include "common/base/log.h"
#include "mapreduce/history/avro.h"

namespace mammoth::mapreduce::history {

namespace {

using http::JsonValue;

// The fields of an event, past the wrapping of unions.
class Fields {
 public:
  explicit Fields(const JsonValue& record) : record_(record) {}

  std::string text(std::string_view name) const {
    const JsonValue* value = find(name);
    return value != nullptr && value->kind == JsonValue::Kind::kString ? value->text : "";
  }
  std::int64_t number(std::string_view name, std::int64_t otherwise = 0) const {
    const JsonValue* value = find(name);
    if (value == nullptr || value->kind != JsonValue::Kind::kNumber) return otherwise;
    std::int64_t number = otherwise;
    std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
    return number;
  }
  int integer(std::string_view name, int otherwise = 0) const {
    return static_cast<int>(number(name, otherwise));
  }
  bool truth(std::string_view name) const {
    const JsonValue* value = find(name);
    return value != nullptr && value->truth;
  }
  const JsonValue* find(std::string_view name) const {
    const JsonValue* value = record_.find(name);
    if (value == nullptr || value->kind != JsonValue::Kind::kObject || value->members.size() != 1)
      return value;
    const auto& [branch, inner] = value->members.front();
    const bool is_branch = branch == "string" || branch == "long" || branch == "int" ||
                           branch == "boolean" || branch.ends_with("JhCounters");
    return is_branch && name != "acls" ? &inner : value;
  }
  void counters(std::string_view name, Counters& counters) const {
    const JsonValue* value = find(name);
    if (value == nullptr) return;
    const JsonValue* groups = value->find("groups");
    if (groups == nullptr) return;
    for (const JsonValue& group : groups->items) {
      const JsonValue* counts = group.find("counts");
      if (counts == nullptr) continue;
      for (const JsonValue& count : counts->items)
        counters
            .findCounter(group.string_at("name").value_or(""), count.string_at("name").value_or(""))
            .setValue(Fields(count).number("value"));
    }
  }

 private:
  const JsonValue& record_;
};

TaskHistory& task_at(const Fields& fields, JobHistory& job) {
  const std::string id = fields.text("taskid");
  TaskHistory& task = job.tasks[id];
  task.id = id;
  task.is_map = id.find("_m_") != std::string::npos;
  return task;
}

AttemptHistory& attempt_at(const Fields& fields, JobHistory& job) {
  TaskHistory& task = task_at(fields, job);
  const std::string id = fields.text("attemptId");
  AttemptHistory& attempt = task.attempts[id];
  attempt.id = id;
  attempt.is_map = task.is_map;
  return attempt;
}

void add_ends(const Fields& fields, JobHistory& job) {
  job.finish_time = fields.number("finishTime");
  job.finished_maps = fields.integer("finishedMaps");
  job.finished_reduces = fields.integer("finishedReduces");
  job.failed_maps = fields.integer("failedMaps");
  job.failed_reduces = fields.integer("failedReduces");
  job.killed_maps = fields.integer("killedMaps");
  job.killed_reduces = fields.integer("killedReduces");
}

void add_submitted(const Fields& fields, JobHistory& job) {
  job.id = fields.text("jobid");
  job.name = fields.text("jobName");
  job.user = fields.text("userName");
  job.submit_time = fields.number("submitTime");
  job.conf_path = fields.text("jobConfPath");
  job.queue = fields.text("jobQueueName");
  if (const JsonValue* acls = fields.find("acls"))
    for (const auto& [name, list] : acls->members) job.acls[name] = list.text;
}

void add_master(const Fields& fields, JobHistory& job) {
  job.masters.push_back({.application_attempt_id = fields.text("applicationAttemptId"),
                         .start_time = fields.number("startTime"),
                         .container_id = fields.text("containerId"),
                         .node_manager_host = fields.text("nodeManagerHost"),
                         .node_manager_port = fields.integer("nodeManagerPort"),
                         .node_manager_http_port = fields.integer("nodeManagerHttpPort")});
}

void add_attempt_started(const Fields& fields, JobHistory& job) {
  AttemptHistory& attempt = attempt_at(fields, job);
  attempt.start_time = fields.number("startTime");
  attempt.tracker_name = fields.text("trackerName");
  attempt.http_port = fields.integer("httpPort", -1);
  attempt.shuffle_port = fields.integer("shufflePort", -1);
  attempt.container_id = fields.text("containerId");
}

void add_attempt_ended(const Fields& fields, JobHistory& job) {
  AttemptHistory& attempt = attempt_at(fields, job);
  attempt.status = fields.text("taskStatus");
  if (attempt.status.empty()) attempt.status = fields.text("status");
  attempt.finish_time = fields.number("finishTime");
  attempt.map_finish_time = fields.number("mapFinishTime");
  attempt.shuffle_finish_time = fields.number("shuffleFinishTime");
  attempt.sort_finish_time = fields.number("sortFinishTime");
  attempt.hostname = fields.text("hostname");
  attempt.port = fields.integer("port", -1);
  attempt.rack = fields.text("rackname");
  attempt.state = fields.text("state");
  attempt.error = fields.text("error");
  fields.counters("counters", attempt.counters);
}

// An attempt that never began is none. With the attempt that made its task succeed, the task's
// success is gone.
void add_attempt_unsuccessful(const Fields& fields, JobHistory& job) {
  const auto known = job.tasks.find(fields.text("taskid"));
  const std::string id = fields.text("attemptId");
  if (known == job.tasks.end() || !known->second.attempts.contains(id)) return;
  add_attempt_ended(fields, job);
  TaskHistory& task = known->second;
  if (task.successful_attempt_id != id) return;
  task.counters = Counters();
  task.finish_time = -1;
  task.status.clear();
  task.successful_attempt_id.clear();
}

void add_task_ended(const Fields& fields, JobHistory& job) {
  TaskHistory& task = task_at(fields, job);
  task.status = fields.text("status");
  task.finish_time = fields.number("finishTime");
  task.error = fields.text("error");
  task.failed_due_to_attempt = fields.text("failedDueToAttempt");
  task.successful_attempt_id = fields.text("successfulAttemptId");
  fields.counters("counters", task.counters);
}

Result<void> apply_all_binary(const AvroSchema& schema, std::string_view bytes, JobHistory& job) {
  while (!bytes.empty()) {
    const Result<JsonValue> event = schema.decode(bytes);
    if (!event) {
      if (job.id.empty()) return event.error();
      log::warn("history", "{}: {}", job.id, event.error().message);
      return {};
    }
    apply(*event, job);
  }
  return {};
}

Result<void> apply_all_json(std::string_view text, JobHistory& job) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    const Result<JsonValue> event = http::parse_json(line);
    if (!event) {
      if (job.id.empty()) return event.error();
      log::warn("history", "{}: {}", job.id, event.error().message);
      return {};
    }
    apply(*event, job);
  }
  return {};
}

std::string_view take_line(std::string_view& bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(std::min(end + 1, bytes.size()));
  return line;
}

}  // namespace

void apply(const JsonValue& event, JobHistory& job) {
  const JsonValue* wrapped = event.find("event");
  if (wrapped == nullptr || wrapped->members.size() != 1) return;
  const std::string& full = wrapped->members.front().first;
  const std::string name = full.substr(full.rfind('.') + 1);
  const Fields fields(wrapped->members.front().second);
  if (name == "AMStarted") return add_master(fields, job);
  if (name == "JobSubmitted") return add_submitted(fields, job);
  if (name == "TaskAttemptStarted") return add_attempt_started(fields, job);
  if (name == "MapAttemptFinished" || name == "ReduceAttemptFinished" ||
      name == "TaskAttemptFinished")
    return add_attempt_ended(fields, job);
  if (name == "TaskAttemptUnsuccessfulCompletion") return add_attempt_unsuccessful(fields, job);
  if (name == "TaskFinished" || name == "TaskFailed") return add_task_ended(fields, job);
  if (name == "TaskStarted") {
    TaskHistory& task = task_at(fields, job);
    task.start_time = fields.number("startTime");
    task.split_locations = fields.text("splitLocations");
  } else if (name == "TaskUpdated") {
    task_at(fields, job).finish_time = fields.number("finishTime");
  } else if (name == "JobInited") {
    job.launch_time = fields.number("launchTime");
    job.total_maps = fields.integer("totalMaps");
    job.total_reduces = fields.integer("totalReduces");
    job.uberized = fields.truth("uberized");
  } else if (name == "JobInfoChange") {
    job.submit_time = fields.number("submitTime");
    job.launch_time = fields.number("launchTime");
  } else if (name == "JobPriorityChange") {
    job.priority = fields.text("priority");
  } else if (name == "JobQueueChange") {
    job.queue = fields.text("jobQueueName");
  } else if (name == "JobStatusChanged") {
    job.status = fields.text("jobStatus");
  } else if (name == "JobFinished") {
    add_ends(fields, job);
    job.status = "SUCCEEDED";
    fields.counters("totalCounters", job.total_counters);
    fields.counters("mapCounters", job.map_counters);
    fields.counters("reduceCounters", job.reduce_counters);
  } else if (name == "JobUnsuccessfulCompletion") {
    add_ends(fields, job);
    job.status = fields.text("jobStatus");
    job.diagnostics = fields.text("diagnostics");
  }
}

Result<JobHistory> parse_history(std::string_view bytes) {
  const std::string_view format = take_line(bytes);
  if (format != "Avro-Binary" && format != "Avro-Json")
    return Error{ErrorCode::kIo,
                 "Incompatible event log version: " + std::string(format.substr(0, 40))};
  const AvroSchema schema = TRY(AvroSchema::parse(take_line(bytes)));
  JobHistory job;
  try {
    if (format == "Avro-Binary")
      TRY(apply_all_binary(schema, bytes, job));
    else
      TRY(apply_all_json(bytes, job));
  } catch (const std::exception& failure) {  // more counters than there may be
    return Error{ErrorCode::kIo, failure.what()};
  }
  return job;
}

}  // namespace mammoth::mapreduce::history
