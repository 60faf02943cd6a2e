// Where the tasks of barrier stages meet (Spark: BarrierCoordinator): keeps who is there until all
// are, then tells each what all said. Thread-safe; replies run on the thread of whoever came last.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "spark-core/plan/task_context.h"

namespace mammoth::spark {

class BarrierCoordinator {
 public:
  // The messages by partition, or why there are none.
  using Reply =
      std::function<void(const std::vector<std::string>& messages, const std::string& error)>;

  // `epoch`: how often the task has been here before. A new attempt of the stage replaces an old
  // one, whose tasks are being killed.
  void arrive(const TaskIdentity& task, std::uint64_t epoch, std::string message, Reply reply);

 private:
  struct Meeting {
    int attempt = -1;
    std::uint64_t epoch = 0;
    std::map<int, std::string> messages{};  // by partition
    std::vector<Reply> replies{};
  };
  std::mutex mutex_;
  std::map<int, Meeting> meetings_;  // by stage; guarded by mutex_
};

}  // namespace mammoth::spark
