#include "spark-core/driver/local_backend.h"

#include "spark-core/executor/memory_share.h"

namespace mammoth::spark {

LocalBackend::LocalBackend(const Settings& settings, std::string host, int cores,
                           BackendEvents events)
    : host_(std::move(host)),
      cores_(cores),
      events_(std::move(events)),
      executor_(executor_options(settings, "spark.driver.memory", cores), settings.hadoop(),
                events_.may_commit) {
  pool_ = std::make_unique<TaskPool>(
      executor_, cores, nullptr, [this](std::int64_t id, TaskOutcome outcome) {
        std::unique_lock lock(mutex_);
        const auto task = running_.extract(id);
        lock.unlock();
        events_.ended(task.mapped(), std::move(outcome));
      });
}

void LocalBackend::start() {
  events_.joined("driver", host_, cores_);
}
void LocalBackend::stop() {
  pool_.reset();
}

void LocalBackend::launch(const scheduler::TaskDescription& task) {
  std::string bytes;
  try {
    bytes = events_.encode(task);
  } catch (const std::exception& error) {
    TaskOutcome outcome;
    outcome.message = error.what();
    return events_.ended(task, std::move(outcome));
  }
  {
    const std::lock_guard lock(mutex_);
    running_.emplace(task.id.value(), task);
  }
  pool_->launch(task.id.value(), std::move(bytes),
                std::static_pointer_cast<const std::string>(task.stage->binary));
}

bool LocalBackend::kill(scheduler::TaskId task, const std::string&, bool, const std::string&) {
  if (pool_) pool_->kill(task.value());
  return true;
}

}  // namespace mammoth::spark
