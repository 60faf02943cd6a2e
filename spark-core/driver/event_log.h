// What happened in an application, an event a line, as Spark's EventLoggingListener and JsonProtocol
// write it, so that Spark's history server shows it: DIR/APPLICATION.inprogress, renamed when the
// application ends (spark.eventLog.enabled, spark.eventLog.dir; neither rolled nor compressed).
//
// Called on the scheduler's thread. A file that cannot be written any more ends the log, not the
// application.
#pragma once

#include <memory>
#include <string>

#include "common/base/clock.h"
#include "common/http/json.h"
#include "spark-core/executor/file_systems.h"
#include "spark-core/executor/settings.h"
#include "spark-core/scheduler/events.h"

namespace mammoth::spark {

class EventLog final : public scheduler::SchedulerListener {
 public:
  // Throws SparkException when the directory is missing or the file cannot be created.
  EventLog(const Settings& settings, FileSystems& file_systems, const Clock& clock,
           const std::string& application_id);
  ~EventLog() override;
  void close();  // the application has ended

  void job_started(scheduler::JobId job, const std::vector<scheduler::StageInfo>& stages,
                   const scheduler::Properties& properties) override;
  void job_ended(scheduler::JobId job, const scheduler::JobFailure* failure) override;
  void stage_submitted(const scheduler::StageInfo& stage,
                       const scheduler::Properties& properties) override;
  void stage_completed(const scheduler::StageInfo& stage) override;
  void task_started(const scheduler::StageTask& stage, const scheduler::TaskInfo& info) override;
  void task_ended(const scheduler::TaskEnd& end) override;
  void executor_added(const std::string& executor, const std::string& host, int cores) override;
  void executor_removed(const std::string& executor, const std::string& reason) override;

 private:
  void begin(const Settings& settings, const std::string& application_id);
  void put(http::JsonWriter json, bool flush);
  std::int64_t wall(std::int64_t monotonic_ms) const { return monotonic_ms + to_wall_ms_; }

  const Clock& clock_;
  const std::int64_t to_wall_ms_;
  LocatedPath place_;
  std::string path_;  // without .inprogress
  std::unique_ptr<hdfs::FileWriter> file_;
  std::string waiting_;
};

// Pieces of events (event_json.cc).
void write_stage_info(http::JsonWriter& json, const scheduler::StageInfo& stage);
void write_properties(http::JsonWriter& json, const scheduler::Properties& properties);
void write_task_end_reason(http::JsonWriter& json, const scheduler::TaskFailure* failure);
void write_task_metrics(http::JsonWriter& json, const scheduler::TaskSuccess& success);

}  // namespace mammoth::spark
