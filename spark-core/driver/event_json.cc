#include "spark-core/driver/event_log.h"

namespace mammoth::spark {
namespace {

using http::JsonWriter;

// The members of "Task End Reason", by kind of failure.
struct ReasonWriter {
  JsonWriter& json;
  JsonWriter& name(const char* reason) const { return json.member("Reason", reason); }

  void operator()(const scheduler::UnknownReason&) const { name("UnknownReason"); }
  void operator()(const scheduler::Resubmitted&) const { name("Resubmitted"); }
  void operator()(const scheduler::TaskResultLost&) const { name("TaskResultLost"); }
  void operator()(const scheduler::FetchFailed& it) const {
    name("FetchFailed");
    if (it.address && it.address->port > 0) {  // Spark's reader asserts it
      json.key("Block Manager Address").begin_object();
      json.member("Executor ID", it.address->executor_id).member("Host", it.address->host);
      json.member("Port", it.address->port).end_object();
    }
    json.member("Shuffle ID", it.shuffle_id.value()).member("Map ID", it.map_id);
    json.member("Map Index", it.map_index).member("Reduce ID", it.reduce);
    json.member("Message", it.message);
  }
  void operator()(const scheduler::ExceptionFailure& it) const {
    name("ExceptionFailure");
    const std::size_t colon = it.description.find(": ");  // "std::out_of_range: what() said"
    const bool named = colon != std::string::npos;
    json.member("Class Name", named ? it.description.substr(0, colon) : std::string("exception"));
    json.member("Description", named ? it.description.substr(colon + 2) : it.description);
    json.key("Stack Trace").begin_array().end_array();
    json.member("Full Stack Trace", it.text.empty() ? it.description : it.text);
    json.key("Accumulator Updates").begin_array().end_array();
  }
  void operator()(const scheduler::TaskKilled& it) const {
    name("TaskKilled").member("Kill Reason", it.reason);
    json.key("Accumulator Updates").begin_array().end_array();
  }
  void operator()(const scheduler::TaskCommitDenied& it) const {
    name("TaskCommitDenied").member("Job ID", it.job.value());
    json.member("Partition ID", it.partition).member("Attempt Number", it.attempt_number);
  }
  void operator()(const scheduler::ExecutorLostFailure& it) const {
    name("ExecutorLostFailure").member("Executor ID", it.executor_id);
    json.member("Exit Caused By App", it.caused_by_task).member("Loss Reason", it.reason);
  }
};

void write_shuffle_metrics(JsonWriter& json, const TaskMetrics& metrics) {
  json.key("Shuffle Read Metrics").begin_object();
  json.member("Remote Blocks Fetched", metrics.shuffle_read_remote_blocks);
  json.member("Local Blocks Fetched", metrics.shuffle_read_local_blocks);
  json.member("Fetch Wait Time", metrics.fetch_wait_ms);
  json.member("Remote Bytes Read", metrics.shuffle_read_remote_bytes);
  json.member("Remote Bytes Read To Disk", 0);
  json.member("Local Bytes Read", metrics.shuffle_read_local_bytes);
  json.member("Total Records Read", metrics.shuffle_read_records).end_object();
  json.key("Shuffle Write Metrics").begin_object();
  json.member("Shuffle Bytes Written", metrics.shuffle_write_bytes);
  json.member("Shuffle Write Time", 0);
  json.member("Shuffle Records Written", metrics.shuffle_write_records).end_object();
}

}  // namespace

void write_stage_info(JsonWriter& json, const scheduler::StageInfo& stage) {
  json.begin_object().member("Stage ID", stage.id.value());
  json.member("Stage Attempt ID", stage.attempt).member("Stage Name", stage.name);
  json.member("Number of Tasks", stage.task_count);
  json.key("RDD Info").begin_array().begin_object();
  json.member("RDD ID", stage.rdd.value()).member("Name", stage.name);
  json.member("Callsite", stage.name).key("Parent IDs").begin_array().end_array();
  json.key("Storage Level").begin_object();
  for (const char* part : {"Use Disk", "Use Memory", "Use Off Heap", "Deserialized"})
    json.member(part, false);
  json.member("Replication", 1).end_object();
  json.member("Barrier", false).member("Number of Partitions", stage.task_count);
  for (const char* part : {"Number of Cached Partitions", "Memory Size", "Disk Size"})
    json.member(part, 0);
  json.end_object().end_array().key("Parent IDs").begin_array();
  for (const scheduler::StageId parent : stage.parents) json.value(parent.value());
  json.end_array().member("Details", "");
  if (stage.submission_ms) json.member("Submission Time", *stage.submission_ms);
  if (stage.completion_ms) json.member("Completion Time", *stage.completion_ms);
  if (stage.failure_reason) json.member("Failure Reason", *stage.failure_reason);
  json.key("Accumulables").begin_array().end_array();
  json.member("Resource Profile Id", 0).end_object();
}

void write_properties(JsonWriter& json, const scheduler::Properties& properties) {
  json.key("Properties").begin_object();
  for (const auto& [key, value] : properties) json.member(key, value);
  json.end_object();
}

void write_task_end_reason(JsonWriter& json, const scheduler::TaskFailure* failure) {
  json.key("Task End Reason").begin_object();
  if (failure == nullptr)
    json.member("Reason", "Success");
  else
    std::visit(ReasonWriter{json}, *failure);
  json.end_object();
}

void write_task_metrics(JsonWriter& json, const scheduler::TaskSuccess& success) {
  const TaskMetrics& metrics = success.metrics;
  json.key("Task Metrics").begin_object();
  json.member("Executor Deserialize Time", 0).member("Executor Deserialize CPU Time", 0);
  json.member("Executor Run Time", success.run_ms).member("Executor CPU Time", metrics.cpu_ns);
  json.member("Peak Execution Memory", 0).member("Result Size", success.result_bytes);
  json.member("JVM GC Time", 0).member("Result Serialization Time", 0);
  json.member("Memory Bytes Spilled", metrics.spilled_bytes);
  json.member("Disk Bytes Spilled", metrics.spilled_bytes);
  write_shuffle_metrics(json, metrics);
  json.key("Input Metrics").begin_object().member("Bytes Read", metrics.input_bytes);
  json.member("Records Read", metrics.input_records).end_object();
  json.key("Output Metrics").begin_object().member("Bytes Written", metrics.output_bytes);
  json.member("Records Written", 0).end_object();
  json.key("Updated Blocks").begin_array().end_array().end_object();
}

}  // namespace mammoth::spark
