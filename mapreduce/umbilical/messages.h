// Values of the API and messages. Pure functions.
#pragma once

#include <optional>

#include "mapreduce/api/counters.h"
#include "mapreduce/api/ids.h"

namespace hadoop::mapreduce {
class CountersProto;
}
namespace mammoth::umbilical {
class AttemptProto;
}

namespace mammoth::mapreduce::umbilical {

void set_counters(hadoop::mapreduce::CountersProto& out, const Counters& counters);
// Throws Exception (LimitExceededException) for more counters than a job may have.
Counters counters_of(const hadoop::mapreduce::CountersProto& proto);

void set_attempt(mammoth::umbilical::AttemptProto& out, TaskType type, int task, int attempt);

// job_<cluster>_0001 and attempt_<cluster>_0001_m_000000_0; nothing where the text is none.
std::optional<JobID> parse_job_id(const std::string& text);
std::optional<TaskAttemptID> parse_attempt_id(const std::string& text);

}  // namespace mammoth::mapreduce::umbilical
