// A job's history as messages of HSClientProtocol (Hadoop: CompletedJob, CompletedTask,
// CompletedTaskAttempt). Pure functions.
#pragma once

#include <string>
#include <vector>

#include "common/protocol/mapreduce/client_protocol.pb.h"
#include "mapreduce/history_server/history_store.h"

namespace mammoth::mapreduce::history {

void set_job_report(hadoop::mapreduce::JobReportProto& out, const JobHistory& job,
                    const JobPlaces& places);
void set_task_report(hadoop::mapreduce::TaskReportProto& out, const TaskHistory& task);
void set_attempt_report(hadoop::mapreduce::TaskAttemptReportProto& out,
                        const AttemptHistory& attempt);
// All attempts, in the order in which they ended.
std::vector<hadoop::mapreduce::TaskAttemptCompletionEventProto> completion_events(
    const JobHistory& job);
std::vector<std::string> diagnostics_of(const AttemptHistory& attempt);

}  // namespace mammoth::mapreduce::history
