#include "mapreduce/history/events.h"

#include "mapreduce/history/avro.h"

namespace mammoth::mapreduce::history {

namespace {

using http::JsonValue;

class Record {
 public:
  Record(std::string type, std::string_view name)
      : type_(std::move(type)),
        name_("org.apache.hadoop.mapreduce.jobhistory." + std::string(name)) {
    fields_.kind = JsonValue::Kind::kObject;
  }
  Record& text(std::string_view name, std::string_view value) {
    return add(name, avro_text(value));
  }
  Record& number(std::string_view name, std::int64_t value) {
    return add(name, avro_number(value));
  }
  Record& truth(std::string_view name, bool value) { return add(name, avro_bool(value)); }
  Record& optional(std::string_view name, std::string_view value) {
    return add(name, avro_optional(value));
  }
  Record& add(std::string_view name, JsonValue value) {
    fields_.members.emplace_back(name, std::move(value));
    return *this;
  }
  Record& samples() {
    for (const char* name : {"clockSplits", "cpuUsages", "vMemKbytes", "physMemKbytes"})
      add(name, JsonValue{.kind = JsonValue::Kind::kArray});
    return *this;
  }
  JsonValue take() {
    JsonValue event{.kind = JsonValue::Kind::kObject};
    event.members.emplace_back("type", avro_text(type_));
    event.members.emplace_back("event", avro_branch(name_, std::move(fields_)));
    return event;
  }

 private:
  std::string type_;
  std::string name_;
  JsonValue fields_;
};

JsonValue counters_value(const Counters& counters, std::string_view name) {
  JsonValue groups{.kind = JsonValue::Kind::kArray};
  for (const CounterGroup* group : counters.groups()) {
    JsonValue counts{.kind = JsonValue::Kind::kArray};
    for (const Counter* counter : group->counters()) {
      JsonValue count{.kind = JsonValue::Kind::kObject};
      count.members.emplace_back("name", avro_text(counter->getName()));
      count.members.emplace_back("displayName", avro_text(counter->getDisplayName()));
      count.members.emplace_back("value", avro_number(counter->getValue()));
      counts.items.push_back(std::move(count));
    }
    JsonValue entry{.kind = JsonValue::Kind::kObject};
    entry.members.emplace_back("name", avro_text(group->getName()));
    entry.members.emplace_back("displayName", avro_text(group->getDisplayName()));
    entry.members.emplace_back("counts", std::move(counts));
    groups.items.push_back(std::move(entry));
  }
  JsonValue all{.kind = JsonValue::Kind::kObject};
  all.members.emplace_back("name", avro_text(name));
  all.members.emplace_back("groups", std::move(groups));
  return all;
}

JsonValue optional_counters(const Counters& counters) {
  if (counters.countCounters() == 0) return {};
  return avro_branch("org.apache.hadoop.mapreduce.jobhistory.JhCounters",
                     counters_value(counters, "COUNTERS"));
}

std::string_view type_text(TaskType type) {
  return type == TaskType::MAP ? "MAP" : "REDUCE";
}

std::string attempt_event(TaskType type, std::string_view what) {
  return std::string(type_text(type)) + "_ATTEMPT_" + std::string(what);
}

JsonValue value_of(const AmStarted& event) {
  return Record("AM_STARTED", "AMStarted")
      .text("applicationAttemptId", event.application_attempt_id)
      .number("startTime", event.start_time)
      .text("containerId", event.container_id)
      .text("nodeManagerHost", event.node_manager_host)
      .number("nodeManagerPort", event.node_manager_port)
      .number("nodeManagerHttpPort", event.node_manager_http_port)
      .take();
}

JsonValue value_of(const JobSubmitted& event) {
  JsonValue acls{.kind = JsonValue::Kind::kObject};
  for (const auto& [name, list] : event.acls) acls.members.emplace_back(name, avro_text(list));
  Record record("JOB_SUBMITTED", "JobSubmitted");
  record.text("jobid", event.job_id)
      .text("jobName", event.job_name)
      .text("userName", event.user_name)
      .number("submitTime", event.submit_time)
      .text("jobConfPath", event.job_conf_path)
      .add("acls", std::move(acls))
      .text("jobQueueName", event.queue);
  for (const char* name :
       {"workflowId", "workflowName", "workflowNodeName", "workflowAdjacencies", "workflowTags"})
    record.add(name, avro_branch("string", avro_text("")));
  return record.take();
}

JsonValue value_of(const JobQueueChanged& event) {
  return Record("JOB_QUEUE_CHANGED", "JobQueueChange")
      .text("jobid", event.job_id)
      .text("jobQueueName", event.queue)
      .take();
}

JsonValue value_of(const JobPriorityChanged& event) {
  return Record("JOB_PRIORITY_CHANGED", "JobPriorityChange")
      .text("jobid", event.job_id)
      .text("priority", event.priority)
      .take();
}

JsonValue value_of(const JobInited& event) {
  return Record("JOB_INITED", "JobInited")
      .text("jobid", event.job_id)
      .number("launchTime", event.launch_time)
      .number("totalMaps", event.total_maps)
      .number("totalReduces", event.total_reduces)
      .text("jobStatus", "INITED")
      .truth("uberized", event.uberized)
      .take();
}

JsonValue value_of(const JobInfoChanged& event) {
  return Record("JOB_INFO_CHANGED", "JobInfoChange")
      .text("jobid", event.job_id)
      .number("submitTime", event.submit_time)
      .number("launchTime", event.launch_time)
      .take();
}

JsonValue value_of(const TaskStarted& event) {
  return Record("TASK_STARTED", "TaskStarted")
      .text("taskid", event.task_id)
      .text("taskType", type_text(event.type))
      .number("startTime", event.start_time)
      .text("splitLocations", event.split_locations)
      .take();
}

JsonValue value_of(const AttemptStarted& event) {
  return Record(attempt_event(event.type, "STARTED"), "TaskAttemptStarted")
      .text("taskid", event.task_id)
      .text("taskType", type_text(event.type))
      .text("attemptId", event.attempt_id)
      .number("startTime", event.start_time)
      .text("trackerName", event.tracker_name)
      .number("httpPort", event.http_port)
      .number("shufflePort", event.shuffle_port)
      .text("containerId", event.container_id)
      .optional("locality", event.locality)
      .optional("avataar", event.avataar)
      .take();
}

JsonValue value_of(const MapAttemptFinished& event) {
  return Record("MAP_ATTEMPT_FINISHED", "MapAttemptFinished")
      .text("taskid", event.task_id)
      .text("attemptId", event.attempt_id)
      .text("taskType", "MAP")
      .text("taskStatus", "SUCCEEDED")
      .number("mapFinishTime", event.map_finish_time)
      .number("finishTime", event.finish_time)
      .text("hostname", event.hostname)
      .number("port", event.port)
      .text("rackname", event.rack)
      .text("state", event.state)
      .add("counters", counters_value(event.counters, "COUNTERS"))
      .samples()
      .take();
}

JsonValue value_of(const ReduceAttemptFinished& event) {
  return Record("REDUCE_ATTEMPT_FINISHED", "ReduceAttemptFinished")
      .text("taskid", event.task_id)
      .text("attemptId", event.attempt_id)
      .text("taskType", "REDUCE")
      .text("taskStatus", "SUCCEEDED")
      .number("shuffleFinishTime", event.shuffle_finish_time)
      .number("sortFinishTime", event.sort_finish_time)
      .number("finishTime", event.finish_time)
      .text("hostname", event.hostname)
      .number("port", event.port)
      .text("rackname", event.rack)
      .text("state", event.state)
      .add("counters", counters_value(event.counters, "COUNTERS"))
      .samples()
      .take();
}

JsonValue value_of(const AttemptUnsuccessful& event) {
  return Record(attempt_event(event.type, event.status), "TaskAttemptUnsuccessfulCompletion")
      .text("taskid", event.task_id)
      .text("taskType", type_text(event.type))
      .text("attemptId", event.attempt_id)
      .number("finishTime", event.finish_time)
      .text("hostname", event.hostname)
      .number("port", event.port)
      .text("rackname", event.rack)
      .text("status", event.status)
      .text("error", event.error)
      .add("counters", optional_counters(event.counters))
      .samples()
      .take();
}

JsonValue value_of(const TaskFinished& event) {
  return Record("TASK_FINISHED", "TaskFinished")
      .text("taskid", event.task_id)
      .text("taskType", type_text(event.type))
      .number("finishTime", event.finish_time)
      .text("status", "SUCCEEDED")
      .add("counters", counters_value(event.counters, "COUNTERS"))
      .optional("successfulAttemptId", event.successful_attempt_id)
      .take();
}

JsonValue value_of(const TaskFailed& event) {
  return Record("TASK_FAILED", "TaskFailed")
      .text("taskid", event.task_id)
      .text("taskType", type_text(event.type))
      .number("finishTime", event.finish_time)
      .text("error", event.error)
      .optional("failedDueToAttempt", event.failed_due_to_attempt)
      .text("status", event.status)
      .add("counters", optional_counters(event.counters))
      .take();
}

JsonValue value_of(const JobFinished& event) {
  return Record("JOB_FINISHED", "JobFinished")
      .text("jobid", event.job_id)
      .number("finishTime", event.finish_time)
      .number("finishedMaps", event.finished_maps)
      .number("finishedReduces", event.finished_reduces)
      .number("failedMaps", event.failed_maps)
      .number("failedReduces", event.failed_reduces)
      .add("totalCounters", counters_value(event.total_counters, "TOTAL_COUNTERS"))
      .add("mapCounters", counters_value(event.map_counters, "MAP_COUNTERS"))
      .add("reduceCounters", counters_value(event.reduce_counters, "REDUCE_COUNTERS"))
      .number("killedMaps", event.killed_maps)
      .number("killedReduces", event.killed_reduces)
      .take();
}

JsonValue value_of(const JobUnsuccessful& event) {
  return Record("JOB_" + event.status, "JobUnsuccessfulCompletion")
      .text("jobid", event.job_id)
      .number("finishTime", event.finish_time)
      .number("finishedMaps", event.finished_maps)
      .number("finishedReduces", event.finished_reduces)
      .text("jobStatus", event.status)
      .optional("diagnostics", event.diagnostics)
      .number("failedMaps", event.failed_maps)
      .number("failedReduces", event.failed_reduces)
      .number("killedMaps", event.killed_maps)
      .number("killedReduces", event.killed_reduces)
      .take();
}

}  // namespace

JsonValue to_avro(const Event& event) {
  return std::visit([](const auto& known) { return value_of(known); }, event);
}

}  // namespace mammoth::mapreduce::history
