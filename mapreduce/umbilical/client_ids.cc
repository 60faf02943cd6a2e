#include "mapreduce/umbilical/client_ids.h"

#include <cstdlib>

#include "common/protocol/mapreduce/ids.pb.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce::umbilical {

void set_job_id(hadoop::mapreduce::JobIdProto& out, const JobID& id) {
  out.mutable_app_id()->set_cluster_timestamp(std::atoll(id.identifier.c_str()));
  out.mutable_app_id()->set_id(id.id);
  out.set_id(id.id);
}

void set_task_id(hadoop::mapreduce::TaskIdProto& out, const JobID& job, TaskType type, int task) {
  set_job_id(*out.mutable_job_id(), job);
  out.set_task_type(type == TaskType::MAP ? hadoop::mapreduce::MAP : hadoop::mapreduce::REDUCE);
  out.set_id(task);
}

void set_attempt_id(hadoop::mapreduce::TaskAttemptIdProto& out, const TaskAttemptID& id) {
  set_task_id(*out.mutable_task_id(), id.job, id.type, id.task);
  out.set_id(id.attempt);
}

JobID job_of(const hadoop::mapreduce::JobIdProto& id) {
  return {std::to_string(id.app_id().cluster_timestamp()), id.id()};
}

TaskAttemptID attempt_of(const hadoop::mapreduce::TaskAttemptIdProto& id) {
  const auto& task = id.task_id();
  return {job_of(task.job_id()),
          task.task_type() == hadoop::mapreduce::MAP ? TaskType::MAP : TaskType::REDUCE, task.id(),
          id.id()};
}

std::string task_text(const hadoop::mapreduce::TaskIdProto& id) {
  hadoop::mapreduce::TaskAttemptIdProto first;
  *first.mutable_task_id() = id;
  return attempt_of(first).taskToString();
}

std::optional<TaskAttemptID> parse_task_id(const std::string& text) {
  constexpr std::string_view kLead = "task_";
  if (!text.starts_with(kLead)) return std::nullopt;
  return parse_attempt_id("attempt_" + text.substr(kLead.size()) + "_0");
}

}  // namespace mammoth::mapreduce::umbilical
