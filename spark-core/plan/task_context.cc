#include "spark-core/plan/task_context.h"

namespace mammoth::spark {
namespace {

thread_local TaskContext* current = nullptr;

}  // namespace

SpillFile::~SpillFile() = default;
TaskContext::~TaskContext() = default;

TaskContext* TaskContext::get() {
  return current;
}
int TaskContext::getPartitionId() {
  return current == nullptr ? 0 : current->partitionId();
}
void TaskContext::enter(TaskContext* context) {
  current = context;
}

}  // namespace mammoth::spark
