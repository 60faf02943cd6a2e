// Names of jobs, tasks and attempts as clients of a job send them, and back. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "mapreduce/api/ids.h"

namespace hadoop::mapreduce {
class JobIdProto;
class TaskAttemptIdProto;
class TaskIdProto;
}  // namespace hadoop::mapreduce

namespace mammoth::mapreduce::umbilical {

void set_job_id(hadoop::mapreduce::JobIdProto& out, const JobID& id);
void set_task_id(hadoop::mapreduce::TaskIdProto& out, const JobID& job, TaskType type, int task);
void set_attempt_id(hadoop::mapreduce::TaskAttemptIdProto& out, const TaskAttemptID& id);

JobID job_of(const hadoop::mapreduce::JobIdProto& id);
TaskAttemptID attempt_of(const hadoop::mapreduce::TaskAttemptIdProto& id);
std::string task_text(const hadoop::mapreduce::TaskIdProto& id);  // "task_…"

// task_<cluster>_0001_m_000000, as its first attempt; nothing where the text is none.
std::optional<TaskAttemptID> parse_task_id(const std::string& text);

}  // namespace mammoth::mapreduce::umbilical
