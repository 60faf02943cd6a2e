#include "spark-core/driver/event_log.h"

#include <pwd.h>
#include <unistd.h>

#include "common/base/bytes.h"
#include "common/base/log.h"

namespace mammoth::spark {
namespace {

constexpr std::size_t kMostWaiting = 64 * 1024;

std::string user_name() {
  if (const char* user = std::getenv("HADOOP_USER_NAME")) return user;
  const passwd* entry = ::getpwuid(::geteuid());
  return entry == nullptr ? std::to_string(::geteuid()) : entry->pw_name;
}

http::JsonWriter event(const char* name) {
  http::JsonWriter json;
  json.begin_object().member("Event", std::string("SparkListener") + name);
  return json;
}

void write_task_info(http::JsonWriter& json, const scheduler::TaskInfo& info,
                     std::int64_t launch_ms, std::int64_t finish_ms) {
  json.key("Task Info").begin_object();
  json.member("Task ID", info.id.value()).member("Index", info.index);
  json.member("Attempt", info.attempt_number).member("Partition ID", info.partition);
  json.member("Launch Time", launch_ms).member("Executor ID", info.executor_id);
  json.member("Host", info.host).member("Locality", to_text(info.locality));
  json.member("Speculative", info.speculative).member("Getting Result Time", 0);
  json.member("Finish Time", finish_ms).member("Failed", info.failed).member("Killed", info.killed);
  json.key("Accumulables").begin_array().end_array().end_object();
}

}  // namespace

EventLog::EventLog(const Settings& settings, FileSystems& file_systems, const Clock& clock,
                   const std::string& application_id)
    : clock_(clock), to_wall_ms_(clock.wall_ms() - clock.monotonic_ms()) {
  const std::string directory = settings.text("spark.eventLog.dir", "file:///tmp/spark-events");
  place_ = file_systems.locate(directory);
  const auto status = place_.file_system->status(place_.path);
  if (!status && status.error().code == ErrorCode::kFileNotFound)
    throw SparkException("File " + place_.qualified(place_.path) + " does not exist");
  if (!status) throw SparkException(status.error().message);
  if (!status->is_directory)
    throw SparkException("Log directory " + place_.qualified(place_.path) + " is not a directory.");
  path_ = place_.path + "/" + application_id;
  hdfs::CreateOptions options;
  options.permission = 0660;
  options.overwrite = settings.flag("spark.eventLog.overwrite", false);
  file_ = must(place_.file_system->create(path_ + ".inprogress", options));
  begin(settings, application_id);
}

EventLog::~EventLog() {
  close();
}

void EventLog::begin(const Settings& settings, const std::string& application_id) {
  http::JsonWriter start = event("LogStart");
  start.member("Spark Version", "4.1.0").end_object();
  put(std::move(start), false);
  http::JsonWriter environment = event("EnvironmentUpdate");
  environment.key("JVM Information").begin_object().end_object();
  environment.key("Spark Properties").begin_object();
  for (const auto& [key, value] : settings.all()) {
    const bool secret = key.find("secret") != std::string::npos ||
                        key.find("password") != std::string::npos;
    environment.member(key, secret ? "*********(redacted)" : value);
  }
  environment.end_object();
  for (const char* part : {"Hadoop Properties", "System Properties", "Metrics Properties",
                           "Classpath Entries"})
    environment.key(part).begin_object().end_object();
  environment.end_object();
  put(std::move(environment), false);
  http::JsonWriter application = event("ApplicationStart");
  application.member("App Name", settings.text("spark.app.name", ""));
  application.member("App ID", application_id).member("Timestamp", clock_.wall_ms());
  application.member("User", user_name()).end_object();
  put(std::move(application), true);
}

void EventLog::close() {
  if (!file_) return;
  http::JsonWriter end = event("ApplicationEnd");
  end.member("Timestamp", clock_.wall_ms()).end_object();
  put(std::move(end), true);
  if (!file_) return;
  const auto closed = file_->close();
  file_.reset();
  const auto renamed = place_.file_system->rename(path_ + ".inprogress", path_);
  if (!closed || !renamed || !*renamed)
    log::warn("event-log", "{} could not be completed", place_.qualified(path_));
}

void EventLog::put(http::JsonWriter json, bool flush) {
  if (!file_) return;
  waiting_ += std::move(json).text();
  waiting_ += '\n';
  if (!flush && waiting_.size() < kMostWaiting) return;
  auto written = file_->write(as_byte_view(waiting_));
  if (written && flush) written = file_->hflush();
  waiting_.clear();
  if (written) return;
  log::warn("event-log", "{} ends here: {}", place_.qualified(path_), written.error().message);
  file_.reset();
}

void EventLog::job_started(scheduler::JobId job, const std::vector<scheduler::StageInfo>& stages,
                           const scheduler::Properties& properties) {
  http::JsonWriter json = event("JobStart");
  json.member("Job ID", job.value()).member("Submission Time", clock_.wall_ms());
  json.key("Stage Infos").begin_array();
  for (const scheduler::StageInfo& stage : stages) write_stage_info(json, stage);
  json.end_array().key("Stage IDs").begin_array();
  for (const scheduler::StageInfo& stage : stages) json.value(stage.id.value());
  json.end_array();
  write_properties(json, properties);
  json.end_object();
  put(std::move(json), true);
}

void EventLog::job_ended(scheduler::JobId job, const scheduler::JobFailure* failure) {
  http::JsonWriter json = event("JobEnd");
  json.member("Job ID", job.value()).member("Completion Time", clock_.wall_ms());
  json.key("Job Result").begin_object();
  json.member("Result", failure == nullptr ? "JobSucceeded" : "JobFailed");
  if (failure != nullptr) {
    json.key("Exception").begin_object().member("Message", failure->message);
    json.key("Stack Trace").begin_array().end_array().end_object();
  }
  json.end_object().end_object();
  put(std::move(json), true);
}

void EventLog::stage_submitted(const scheduler::StageInfo& stage,
                               const scheduler::Properties& properties) {
  http::JsonWriter json = event("StageSubmitted");
  json.key("Stage Info");
  write_stage_info(json, stage);
  write_properties(json, properties);
  json.end_object();
  put(std::move(json), false);
}

void EventLog::stage_completed(const scheduler::StageInfo& stage) {
  http::JsonWriter json = event("StageCompleted");
  json.key("Stage Info");
  write_stage_info(json, stage);
  json.end_object();
  put(std::move(json), true);
}

void EventLog::task_started(const scheduler::StageTask& stage, const scheduler::TaskInfo& info) {
  http::JsonWriter json = event("TaskStart");
  json.member("Stage ID", stage.stage.value()).member("Stage Attempt ID", stage.stage_attempt);
  write_task_info(json, info, wall(info.launch_ms), 0);
  json.end_object();
  put(std::move(json), false);
}

void EventLog::task_ended(const scheduler::TaskEnd& end) {
  http::JsonWriter json = event("TaskEnd");
  json.member("Stage ID", end.stage.stage.value());
  json.member("Stage Attempt ID", end.stage.stage_attempt);
  json.member("Task Type", end.stage.shuffle ? "ShuffleMapTask" : "ResultTask");
  write_task_end_reason(json, end.failure);
  const std::int64_t finished = end.info.finish_ms == 0 ? 0 : wall(end.info.finish_ms);
  write_task_info(json, end.info, wall(end.info.launch_ms), finished);
  json.key("Task Executor Metrics").begin_object().end_object();
  if (end.success != nullptr) write_task_metrics(json, *end.success);
  json.end_object();
  put(std::move(json), false);
}

void EventLog::executor_added(const std::string& executor, const std::string& host, int cores) {
  http::JsonWriter json = event("ExecutorAdded");
  json.member("Timestamp", clock_.wall_ms()).member("Executor ID", executor);
  json.key("Executor Info").begin_object().member("Host", host).member("Total Cores", cores);
  for (const char* part : {"Log Urls", "Attributes", "Resources"})
    json.key(part).begin_object().end_object();
  json.member("Resource Profile Id", 0).end_object().end_object();
  put(std::move(json), true);
}

void EventLog::executor_removed(const std::string& executor, const std::string& reason) {
  http::JsonWriter json = event("ExecutorRemoved");
  json.member("Timestamp", clock_.wall_ms()).member("Executor ID", executor);
  json.member("Removed Reason", reason).end_object();
  put(std::move(json), true);
}

}  // namespace mammoth::spark
