// Everybody who watches the scheduler (scheduler/events.h), as one listener: the progress bar when
// there is a terminal, the event log when it is asked for.
#pragma once

#include <memory>
#include <vector>

#include "common/base/clock.h"
#include "spark-core/driver/event_log.h"
#include "spark-core/driver/progress_bar.h"
#include "spark-core/executor/settings.h"

namespace mammoth::spark {

class Listeners final : public scheduler::SchedulerListener {
 public:
  Listeners(const Settings& settings, FileSystems& file_systems, const Clock& clock);
  // Opens the event log; throws SparkException when its directory is not there. Before any event.
  void open_log(const std::string& application_id);
  void application_ended();

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
  const Settings& settings_;
  FileSystems& file_systems_;
  const Clock& clock_;
  std::unique_ptr<ProgressBar> progress_;
  std::unique_ptr<EventLog> log_;
};

}  // namespace mammoth::spark
