// The sums of siblings' shares (AbstractParentQueue.setChildQueues) and what a refresh may change
// (CapacitySchedulerConfigValidator.validateQueueHierarchy).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "yarn/resource_manager/scheduler/settings.h"

namespace mammoth::yarn {

namespace {

constexpr float kPrecision = 0.0005F;

Error io_error(std::string message) {
  return {ErrorCode::kIo, std::move(message)};
}

bool uses_absolute_maximum(const QueueSettings& it) {
  return it.maximum.kind == CapacityKind::kAbsolute;
}

Result<void> check_mixture(const QueueSettings& parent) {
  const CapacityKind kind = parent.children.front().capacity.kind;
  if (std::ranges::all_of(parent.children,
                          [&](const auto& it) { return it.capacity.kind == kind; }))
    return {};
  std::string details;
  for (const QueueSettings& child : parent.children) {
    const char* mode = child.capacity.kind == CapacityKind::kWeight    ? "weight"
                       : child.capacity.kind == CapacityKind::kPercent ? "percentage"
                                                                       : "absolute resource";
    details += fmt::format("{{Queue={}, uses {}}}, ", child.path, mode);
  }
  return io_error(fmt::format(
      "Parent queue '{}' have children queue used mixed of  weight mode, percentage and absolute "
      "mode, it is not allowed, please double check, details:{}",
      parent.path, details));
}

Result<void> check_percent_sum(const QueueSettings& parent) {
  float sum = 0;
  for (const QueueSettings& child : parent.children) sum += child.capacity.number / 100;
  const bool percent_parent = parent.capacity.kind == CapacityKind::kPercent;
  const float share = parent.capacity.number / 100;
  const std::string head =
      fmt::format("Illegal capacity sum of {} for children of queue {} for label=", java_float(sum),
                  parent.name);
  if (std::abs(1 - sum) > kPrecision) {
    if (std::abs(sum) > kPrecision) return io_error(head + ". It should be either 0 or 1.0");
    if (percent_parent && std::abs(share) > kPrecision && !parent.allow_zero_capacity_sum)
      return io_error(head +
                      ". It is set to 0, but parent percent != 0, and doesn't allow children "
                      "capacity to set to 0");
  } else if (percent_parent && share <= 0 && !parent.allow_zero_capacity_sum) {
    return io_error(
        fmt::format("{}. queue={} has zero capacity, but childqueues have positive capacities",
                    head, parent.name));
  }
  return {};
}

Result<void> check_maximum(const QueueSettings& queue) {
  if (queue.capacity.kind == CapacityKind::kPercent && !uses_absolute_maximum(queue) &&
      queue.capacity.number > queue.maximum.number)
    return Error{
        ErrorCode::kIllegalArgument,
        fmt::format("Illegal queue capacity setting, (capacity={}) > (maximum-capacity={}). "
                    "When label=[]",
                    java_float(queue.capacity.number / 100),
                    java_float(queue.maximum.number / 100))};
  if (queue.capacity.kind == CapacityKind::kAbsolute && uses_absolute_maximum(queue) &&
      (queue.capacity.absolute.memory_mb > queue.maximum.absolute.memory_mb ||
       queue.capacity.absolute.vcores > queue.maximum.absolute.vcores))
    return Error{
        ErrorCode::kIllegalArgument,
        fmt::format("Min resource configuration {} is greater than its max value:{} in "
                    "queue:{}",
                    to_text(queue.capacity.absolute), to_text(queue.maximum.absolute), queue.path)};
  return {};
}

const QueueSettings* find_queue(const QueueSettings& queue, const std::string& path) {
  if (queue.path == path) return &queue;
  for (const QueueSettings& child : queue.children)
    if (path == child.path || path.starts_with(child.path + ".")) return find_queue(child, path);
  return nullptr;
}

}  // namespace

Result<void> check_capacities(const QueueSettings& queue) {
  TRY(check_maximum(queue));
  if (queue.leaf()) return {};
  TRY(check_mixture(queue));
  if (queue.children.front().capacity.kind == CapacityKind::kPercent) TRY(check_percent_sum(queue));
  for (const QueueSettings& child : queue.children) TRY(check_capacities(child));
  return {};
}

Result<void> check_refresh(const std::vector<RunningQueue>& running, const QueueSettings& wanted) {
  for (const RunningQueue& queue : running) {
    const QueueSettings* next = find_queue(wanted, queue.path);
    if (!next) {
      if (queue.state != QueueState::kStopped)
        return io_error(
            fmt::format("{} cannot be deleted from the capacity scheduler configuration, as the "
                        "queue is not yet "
                        "in stopped state. Current State : {}",
                        queue.path, to_text(queue.state)));
    } else if (queue.leaf && !next->leaf() && queue.state != QueueState::kStopped) {
      return io_error(
          fmt::format("Can not convert the leaf queue: {} to parent queue since it is not "
                      "yet in stopped state. Current State : {}",
                      queue.path, to_text(queue.state)));
    } else if (!queue.leaf && next->leaf() && queue.state != QueueState::kStopped) {
      return io_error(
          fmt::format("Can not convert the parent queue: {} to leaf queue since it is not "
                      "yet in stopped state. Current State : {}",
                      queue.path, to_text(queue.state)));
    }
  }
  return {};
}

}  // namespace mammoth::yarn
