#include "spark-core/driver/listeners.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace mammoth::spark {
namespace {

void write_terminal(const std::string& text) {
  static_cast<void>(!::write(2, text.data(), text.size()));
}

std::unique_ptr<ProgressBar> progress_bar(const Settings& settings, const Clock& clock) {
  if (!settings.flag("spark.ui.showConsoleProgress", true) || ::isatty(2) == 0) return nullptr;
  winsize size{};
  const int columns = ::ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
  return std::make_unique<ProgressBar>(clock, columns, &write_terminal);
}

}  // namespace

Listeners::Listeners(const Settings& settings, FileSystems& file_systems, const Clock& clock)
    : settings_(settings),
      file_systems_(file_systems),
      clock_(clock),
      progress_(progress_bar(settings, clock)) {}

void Listeners::open_log(const std::string& application_id) {
  if (settings_.flag("spark.eventLog.enabled", false))
    log_ = std::make_unique<EventLog>(settings_, file_systems_, clock_, application_id);
}
void Listeners::application_ended() {
  if (log_) log_->close();
  log_.reset();
}

void Listeners::job_started(scheduler::JobId job, const std::vector<scheduler::StageInfo>& stages,
                            const scheduler::Properties& properties) {
  if (log_) log_->job_started(job, stages, properties);
}
void Listeners::job_ended(scheduler::JobId job, const scheduler::JobFailure* failure) {
  if (log_) log_->job_ended(job, failure);
}
void Listeners::stage_submitted(const scheduler::StageInfo& stage,
                                const scheduler::Properties& properties) {
  if (progress_) progress_->stage_submitted(stage, properties);
  if (log_) log_->stage_submitted(stage, properties);
}
void Listeners::stage_completed(const scheduler::StageInfo& stage) {
  if (progress_) progress_->stage_completed(stage);
  if (log_) log_->stage_completed(stage);
}
void Listeners::task_started(const scheduler::StageTask& stage, const scheduler::TaskInfo& info) {
  if (progress_) progress_->task_started(stage, info);
  if (log_) log_->task_started(stage, info);
}
void Listeners::task_ended(const scheduler::TaskEnd& end) {
  if (progress_) progress_->task_ended(end);
  if (log_) log_->task_ended(end);
}
void Listeners::executor_added(const std::string& executor, const std::string& host, int cores) {
  if (log_) log_->executor_added(executor, host, cores);
}
void Listeners::executor_removed(const std::string& executor, const std::string& reason) {
  if (log_) log_->executor_removed(executor, reason);
}

}  // namespace mammoth::spark
