#include "mapreduce/task/attempt_setup.h"

namespace mammoth::mapreduce::engine {

void describeAttempt(TaskAttemptContext& context, const std::string& directory) {
  Configuration& configuration = context.getConfiguration();
  const TaskAttemptID& id = context.getTaskAttemptID();
  configuration.set("mapreduce.job.id", id.job.toString());
  configuration.set("mapreduce.task.id", id.taskToString());
  configuration.set("mapreduce.task.attempt.id", id.toString());
  configuration.setBoolean("mapreduce.task.ismap", id.isMap());
  configuration.setInt("mapreduce.task.partition", id.task);
  configuration.set("mapreduce.cluster.local.dir", directory);
  configuration.set("mapreduce.job.local.dir", directory);
}

}  // namespace mammoth::mapreduce::engine
