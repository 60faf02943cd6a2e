// Tasks on threads of this process: the hands of the scheduler for the masters local, local[n] and
// local[*] (Spark: LocalSchedulerBackend). Its one executor is called "driver".
#pragma once

#include "spark-core/driver/task_backend.h"
#include "spark-core/executor/barrier_deadline.h"
#include "spark-core/executor/settings.h"
#include "spark-core/executor/task_pool.h"

namespace mammoth::spark {

class LocalBackend final : public TaskBackend {
 public:
  LocalBackend(const Settings& settings, std::string host, int cores, BackendEvents events);

  void start() override;
  void stop() override;
  void launch(const scheduler::TaskDescription& task) override;
  bool kill(scheduler::TaskId task, const std::string& executor_id, bool interrupt,
            const std::string& reason) override;
  OutputPlace place_of(const std::string&) const override { return {"driver", host_, 0, {}}; }
  int default_parallelism() const override { return cores_; }
  void remove_rdd(int rdd) override { executor_.blocks().remove_rdd(rdd); }

 private:
  std::vector<std::string> all_gather(const BarrierDeadline& deadline, const TaskIdentity& task,
                                      std::uint64_t epoch, const std::string& message,
                                      const std::function<void()>& check);

  const std::string host_;
  const int cores_;
  const BackendEvents events_;
  Executor executor_;
  std::mutex mutex_;
  std::unordered_map<std::int64_t, scheduler::TaskDescription> running_;  // guarded by mutex_
  std::unique_ptr<TaskPool> pool_;
};

}  // namespace mammoth::spark
