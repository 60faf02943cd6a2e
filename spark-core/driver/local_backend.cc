#include "spark-core/driver/local_backend.h"

#include <future>

#include "spark-core/executor/memory_share.h"

namespace mammoth::spark {

LocalBackend::LocalBackend(const Settings& settings, std::string host, int cores,
                           BackendEvents events)
    : host_(std::move(host)),
      cores_(cores),
      events_(std::move(events)),
      executor_(executor_options(settings, "spark.driver.memory", cores), settings.hadoop(),
                events_.may_commit, nullptr,
                {nullptr, nullptr,
                 [this, settings](const TaskIdentity& task, std::uint64_t epoch,
                                  const std::string& message, const std::function<void()>& check) {
                   return all_gather(BarrierDeadline(settings, task, epoch), task, epoch, message,
                                     check);
                 }}) {
  pool_ = std::make_unique<TaskPool>(executor_, cores, nullptr,
                                     [this](std::int64_t id, TaskOutcome outcome) {
                                       std::unique_lock lock(mutex_);
                                       const auto task = running_.extract(id);
                                       lock.unlock();
                                       events_.ended(task.mapped(), std::move(outcome));
                                     });
}

std::vector<std::string> LocalBackend::all_gather(const BarrierDeadline& deadline,
                                                  const TaskIdentity& task, std::uint64_t epoch,
                                                  const std::string& message,
                                                  const std::function<void()>& check) {
  const auto passed = std::make_shared<std::promise<std::vector<std::string>>>();
  auto answer = passed->get_future();
  events_.at_barrier(task, epoch, message,
                     [passed](const std::vector<std::string>& messages, const std::string& error) {
                       if (error.empty()) return passed->set_value(messages);
                       passed->set_exception(std::make_exception_ptr(SparkException(error)));
                     });
  while (answer.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) {
    check();
    deadline.check();
  }
  return answer.get();
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
