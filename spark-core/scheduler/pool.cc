#include "spark-core/scheduler/pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "common/base/log.h"

namespace mammoth::spark::scheduler {

namespace {
// One that takes part in the order; everything the comparison needs, read once.
struct Entry {
  int running = 0;
  int min_share = 0;
  int weight = 1;
  int priority = 0;
  int stage = -1;
  std::string name;
  const Pool* pool = nullptr;
  TaskSetManager* task_set = nullptr;
};

bool fifo_before(const Entry& a, const Entry& b) {
  return std::tie(a.priority, a.stage) < std::tie(b.priority, b.stage);
}

bool fair_before(const Entry& a, const Entry& b) {
  const bool a_needs = a.running < a.min_share;
  const bool b_needs = b.running < b.min_share;
  if (a_needs != b_needs) return a_needs;
  const auto share = [&](const Entry& it) {
    return static_cast<double>(it.running) /
           static_cast<double>(a_needs ? std::max(it.min_share, 1) : it.weight);
  };
  if (share(a) != share(b)) return share(a) < share(b);
  return a.name < b.name;
}
}  // namespace

std::unique_ptr<Pool> Pool::make_root(SchedulingMode mode, const std::vector<PoolOptions>& pools) {
  auto root = std::make_unique<Pool>(PoolOptions{"", mode, 0, 0});
  if (mode == SchedulingMode::kFifo) return root;
  for (const PoolOptions& pool : pools) root->add(std::make_unique<Pool>(pool));
  if (!root->find("default")) root->add(std::make_unique<Pool>(PoolOptions{.name = "default"}));
  return root;
}

Pool& Pool::pool_for(const Properties* properties) {
  if (options_.mode == SchedulingMode::kFifo) return *this;
  std::string name = "default";
  if (properties)
    if (const auto found = properties->find("spark.scheduler.pool"); found != properties->end())
      name = found->second;
  if (Pool* known = find(name)) return *known;
  log::warn(
      "task-scheduler",
      "A job was submitted with scheduler pool {}, which has not been configured; created with the "
      "defaults (FIFO, minShare 0, weight 1)",
      name);
  return add(std::make_unique<Pool>(PoolOptions{.name = name}));
}

Pool* Pool::find(const std::string& name) {
  for (const auto& pool : pools_) {
    if (pool->options_.name == name) return pool.get();
    if (Pool* inner = pool->find(name)) return inner;
  }
  return nullptr;
}

std::vector<std::shared_ptr<TaskSetManager>> Pool::take_finished() {
  std::vector<std::shared_ptr<TaskSetManager>> finished;
  std::erase_if(task_sets_, [&](const auto& it) {
    if (it->finished()) finished.push_back(it);
    return it->finished();
  });
  for (const auto& pool : pools_)
    for (auto& it : pool->take_finished()) finished.push_back(std::move(it));
  return finished;
}

std::vector<TaskSetManager*> Pool::in_order() const {
  std::vector<Entry> entries;
  for (const auto& pool : pools_)
    entries.push_back({.running = pool->running_count(),
                       .min_share = pool->options_.min_share,
                       .weight = pool->options_.weight,
                       .name = pool->options_.name,
                       .pool = pool.get()});
  for (const auto& it : task_sets_)
    if (it->schedulable())
      entries.push_back({.running = it->running_count(),
                         .priority = it->stage().priority,
                         .stage = it->stage().stage.value(),
                         .name = "TaskSet_" + to_text(it->stage()),
                         .task_set = it.get()});
  std::ranges::sort(entries, options_.mode == SchedulingMode::kFifo ? fifo_before : fair_before);
  std::vector<TaskSetManager*> order;
  for (const Entry& entry : entries) {
    if (entry.task_set) {
      order.push_back(entry.task_set);
      continue;
    }
    const auto inner = entry.pool->in_order();
    order.insert(order.end(), inner.begin(), inner.end());
  }
  return order;
}

std::vector<std::shared_ptr<TaskSetManager>> Pool::all() const {
  std::vector<std::shared_ptr<TaskSetManager>> result = task_sets_;
  for (const auto& pool : pools_) {
    const auto inner = pool->all();
    result.insert(result.end(), inner.begin(), inner.end());
  }
  return result;
}

int Pool::running_count() const {
  int count = 0;
  for (const auto& it : task_sets_) count += it->running_count();
  for (const auto& pool : pools_) count += pool->running_count();
  return count;
}

}  // namespace mammoth::spark::scheduler
