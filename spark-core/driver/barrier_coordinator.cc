#include "spark-core/driver/barrier_coordinator.h"

#include <fmt/format.h>

namespace mammoth::spark {

void BarrierCoordinator::arrive(const TaskIdentity& task, std::uint64_t epoch, std::string message,
                                Reply reply) {
  std::vector<Reply> replies;
  std::vector<std::string> messages;
  {
    const std::lock_guard lock(mutex_);
    Meeting& meeting = meetings_[task.stage_id];
    if (task.stage_attempt > meeting.attempt) meeting = {task.stage_attempt};
    if (task.stage_attempt == meeting.attempt && epoch == meeting.epoch) {
      meeting.messages[task.partition] = std::move(message);
      meeting.replies.push_back(std::move(reply));
      if (static_cast<int>(meeting.messages.size()) < task.partitions) return;
      for (auto& [partition, said] : meeting.messages) messages.push_back(std::move(said));
      replies = std::move(meeting.replies);
      meeting = {task.stage_attempt, epoch + 1};
    }
  }
  for (const Reply& each : replies) each(messages, {});
  if (replies.empty())
    reply({}, fmt::format("The request to sync of Stage {} (Attempt {}) with barrier epoch {} has "
                          "already finished. Maybe task {} is not properly killed.",
                          task.stage_id, task.stage_attempt, epoch, task.task_id));
}

}  // namespace mammoth::spark
