#include "spark-core/executor/shared_variables.h"

#include <atomic>
#include <mutex>
#include <unordered_map>

namespace mammoth::spark {
namespace {

struct DriverAccumulator {
  const AccumulatorOps* ops;
  std::shared_ptr<void> value;
};

struct SharedVariables {
  std::mutex mutex;
  std::unordered_map<std::uint64_t, std::shared_ptr<const void>> broadcasts;
  std::unordered_map<std::uint64_t, DriverAccumulator> accumulators;
  std::mutex fetching;     // one thread fetches, others wait for it
  BroadcastSource source;  // constant once tasks run
  std::atomic<std::uint64_t> changes{
      1};  // of broadcasts: what threads remember holds as long as it stays
};

SharedVariables& shared() {
  static SharedVariables variables;
  return variables;
}

// The broadcast a thread used last.
struct Remembered {
  std::uint64_t id = 0;
  std::uint64_t changes = 0;
  const void* value = nullptr;
};
thread_local Remembered remembered;

}  // namespace

void add_broadcast(std::uint64_t id, std::shared_ptr<const void> value) {
  const std::lock_guard lock(shared().mutex);
  shared().broadcasts[id] = std::move(value);
}

void drop_broadcast(std::uint64_t id) {
  const std::lock_guard lock(shared().mutex);
  shared().broadcasts.erase(id);
  ++shared().changes;
}

void set_broadcast_source(BroadcastSource source) {
  shared().source = std::move(source);
}

namespace {

std::shared_ptr<const void> find_broadcast(SharedVariables& variables, std::uint64_t id) {
  const std::lock_guard lock(variables.mutex);
  const auto found = variables.broadcasts.find(id);
  return found == variables.broadcasts.end() ? nullptr : found->second;
}

std::shared_ptr<const void> find_or_fetch(SharedVariables& variables, std::uint64_t id) {
  if (auto known = find_broadcast(variables, id)) return known;
  if (!variables.source) return nullptr;
  const std::lock_guard fetching(variables.fetching);
  if (auto known = find_broadcast(variables, id)) return known;
  auto value = variables.source(id);
  if (value) add_broadcast(id, value);
  return value;
}

}  // namespace

const void* broadcast_value(std::uint64_t id) {
  SharedVariables& variables = shared();
  const std::uint64_t changes = variables.changes;
  if (remembered.id == id && remembered.changes == changes) return remembered.value;
  const std::shared_ptr<const void> value = find_or_fetch(variables, id);
  if (value == nullptr)
    throw SparkException("Attempted to use Broadcast(" + std::to_string(id) +
                         ") after it was destroyed");
  remembered = {id, changes, value.get()};
  return remembered.value;
}

void add_accumulator(std::uint64_t id, const AccumulatorOps& ops, std::shared_ptr<void> value) {
  const std::lock_guard lock(shared().mutex);
  shared().accumulators[id] = {&ops, std::move(value)};
}

void merge_accumulator(std::uint64_t id, std::string_view bytes) {
  const std::lock_guard lock(shared().mutex);
  const auto found = shared().accumulators.find(id);
  if (found == shared().accumulators.end()) return;
  Reader in(bytes);
  found->second.ops->merge_bytes(found->second.value.get(), in);
}

void drop_shared_variables() {
  const std::lock_guard lock(shared().mutex);
  shared().broadcasts.clear();
  shared().accumulators.clear();
  ++shared().changes;
}

void* accumulator_value(std::uint64_t id) {
  if (TaskContext::get() != nullptr) throw SparkException("Can't read accumulator value in task");
  const std::lock_guard lock(shared().mutex);
  const auto found = shared().accumulators.find(id);
  if (found == shared().accumulators.end())
    throw SparkException("Accumulator must be registered before use");
  return found->second.value.get();
}

void* accumulator_target(std::uint64_t id, const AccumulatorOps& ops) {
  if (TaskContext* task = TaskContext::get()) return task->accumulator(id, ops);
  return accumulator_value(id);
}

}  // namespace mammoth::spark
