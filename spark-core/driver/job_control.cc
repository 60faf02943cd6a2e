// DriverSession: what jobs carry, and how they are ended early.
#include "spark-core/driver/driver_session.h"

namespace mammoth::spark {
namespace {

// A thread's properties are of one session; another's find none.
struct LocalProperties {
  std::uint64_t session = 0;
  Session::Properties values;
};
thread_local LocalProperties of_this_thread;

}  // namespace

Session::Properties DriverSession::local_properties() const {
  return of_this_thread.session == number_ ? of_this_thread.values : Properties{};
}

void DriverSession::set_local_properties(Properties properties) {
  of_this_thread = {number_, std::move(properties)};
}

void DriverSession::cancel_jobs(const JobSelection& jobs, std::optional<std::string> reason) {
  require_usable();
  loop_->call([&] {
    switch (jobs.by) {
      case JobSelection::By::kJob:
        return scheduler_->cancel_job(scheduler::JobId(jobs.id), reason.value_or(""));
      case JobSelection::By::kStage:
        return scheduler_->cancel_stage(scheduler::StageId(jobs.id), std::move(reason));
      case JobSelection::By::kGroup:
        return scheduler_->cancel_job_group(jobs.name, false, std::move(reason));
      case JobSelection::By::kGroupAndLater:
        return scheduler_->cancel_job_group(jobs.name, true, std::move(reason));
      case JobSelection::By::kTag:
        return scheduler_->cancel_jobs_with_tag(jobs.name, std::move(reason));
      case JobSelection::By::kAll:
        return scheduler_->cancel_all_jobs();
    }
  });
}

}  // namespace mammoth::spark
