#include "mapreduce/history_server/client_protocol.h"

#include <algorithm>

#include "mapreduce/history_server/client_reports.h"
#include "mapreduce/umbilical/client_ids.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce::history {

namespace {

Error job_is_over() {
  return {ErrorCode::kIo, "Invalid operation on completed job"};
}

Result<const TaskHistory*> task_in(const JobHistory& job, const wire::TaskIdProto& id) {
  const std::string name = umbilical::task_text(id);
  const auto found = job.tasks.find(name);
  if (found == job.tasks.end()) return Error{ErrorCode::kIo, "Unknown Task " + name};
  return &found->second;
}

Result<const AttemptHistory*> attempt_in(const JobHistory& job,
                                         const wire::TaskAttemptIdProto& id) {
  const TaskHistory* task = TRY(task_in(job, id.task_id()));
  const std::string name = umbilical::attempt_of(id).toString();
  const auto found = task->attempts.find(name);
  if (found == task->attempts.end()) return Error{ErrorCode::kIo, "Unknown TaskAttempt " + name};
  return &found->second;
}

}  // namespace

void ClientProtocol::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("getJobReport", kIdempotent, *this, &ClientProtocol::get_job_report);
  service.bind("getCounters", kIdempotent, *this, &ClientProtocol::get_counters);
  service.bind("getTaskReport", kIdempotent, *this, &ClientProtocol::get_task_report);
  service.bind("getTaskReports", kIdempotent, *this, &ClientProtocol::get_task_reports);
  service.bind("getTaskAttemptReport", kIdempotent, *this,
               &ClientProtocol::get_task_attempt_report);
  service.bind("getTaskAttemptCompletionEvents", kIdempotent, *this,
               &ClientProtocol::get_completion_events);
  service.bind("getDiagnostics", kIdempotent, *this, &ClientProtocol::get_diagnostics);
  service.bind("killJob", kIdempotent, *this, &ClientProtocol::kill_job);
  service.bind("killTask", kIdempotent, *this, &ClientProtocol::kill_task);
  service.bind("killTaskAttempt", kIdempotent, *this, &ClientProtocol::kill_task_attempt);
  service.bind("failTaskAttempt", kIdempotent, *this, &ClientProtocol::fail_task_attempt);
  for (const char* method : {"getDelegationToken", "renewDelegationToken", "cancelDelegationToken"})
    service.bind_unsupported(method);
}

Result<ClientProtocol::Job> ClientProtocol::job_of(const wire::JobIdProto& id) {
  const std::string name = umbilical::job_of(id).toString();
  auto job = store_.job(name);
  if (!job && job.error().code == ErrorCode::kFileNotFound)
    return Error{ErrorCode::kIo, "Unknown Job " + name};
  return job;
}

Result<wire::GetJobReportResponseProto> ClientProtocol::get_job_report(
    const wire::GetJobReportRequestProto& request, rpc::Call&) {
  const std::string name = umbilical::job_of(request.job_id()).toString();
  wire::GetJobReportResponseProto answer;
  const auto job = store_.job(name);
  if (!job && job.error().code == ErrorCode::kFileNotFound) return answer;
  if (!job) return job.error();
  set_job_report(*answer.mutable_job_report(), **job, store_.places(name));
  return answer;
}

Result<wire::GetCountersResponseProto> ClientProtocol::get_counters(
    const wire::GetCountersRequestProto& request, rpc::Call&) {
  const Job job = TRY(job_of(request.job_id()));
  wire::GetCountersResponseProto answer;
  // A job that did not succeed has left none.
  if (job->status == "SUCCEEDED" || !job->total_counters.groups().empty())
    umbilical::set_counters(*answer.mutable_counters(), job->total_counters);
  return answer;
}

Result<wire::GetTaskReportResponseProto> ClientProtocol::get_task_report(
    const wire::GetTaskReportRequestProto& request, rpc::Call&) {
  const Job job = TRY(job_of(request.task_id().job_id()));
  wire::GetTaskReportResponseProto answer;
  set_task_report(*answer.mutable_task_report(), *TRY(task_in(*job, request.task_id())));
  return answer;
}

Result<wire::GetTaskReportsResponseProto> ClientProtocol::get_task_reports(
    const wire::GetTaskReportsRequestProto& request, rpc::Call&) {
  const Job job = TRY(job_of(request.job_id()));
  wire::GetTaskReportsResponseProto answer;
  for (const auto& [name, task] : job->tasks)
    if (task.is_map == (request.task_type() == wire::MAP))
      set_task_report(*answer.add_task_reports(), task);
  return answer;
}

Result<wire::GetTaskAttemptReportResponseProto> ClientProtocol::get_task_attempt_report(
    const wire::GetTaskAttemptReportRequestProto& request, rpc::Call&) {
  const Job job = TRY(job_of(request.task_attempt_id().task_id().job_id()));
  wire::GetTaskAttemptReportResponseProto answer;
  set_attempt_report(*answer.mutable_task_attempt_report(),
                     *TRY(attempt_in(*job, request.task_attempt_id())));
  return answer;
}

Result<wire::GetTaskAttemptCompletionEventsResponseProto> ClientProtocol::get_completion_events(
    const wire::GetTaskAttemptCompletionEventsRequestProto& request, rpc::Call&) {
  const Job job = TRY(job_of(request.job_id()));
  wire::GetTaskAttemptCompletionEventsResponseProto answer;
  auto events = completion_events(*job);
  auto at = static_cast<std::size_t>(std::max(request.from_event_id(), 0));
  for (; at < events.size() && answer.completion_events_size() < request.max_events(); ++at)
    *answer.add_completion_events() = std::move(events[at]);
  return answer;
}

Result<wire::GetDiagnosticsResponseProto> ClientProtocol::get_diagnostics(
    const wire::GetDiagnosticsRequestProto& request, rpc::Call&) {
  const Job job = TRY(job_of(request.task_attempt_id().task_id().job_id()));
  const AttemptHistory* attempt = TRY(attempt_in(*job, request.task_attempt_id()));
  wire::GetDiagnosticsResponseProto answer;
  for (std::string& text : diagnostics_of(*attempt)) answer.add_diagnostics(std::move(text));
  return answer;
}

Result<wire::KillJobResponseProto> ClientProtocol::kill_job(const wire::KillJobRequestProto&,
                                                            rpc::Call&) {
  return job_is_over();
}
Result<wire::KillTaskResponseProto> ClientProtocol::kill_task(const wire::KillTaskRequestProto&,
                                                              rpc::Call&) {
  return job_is_over();
}
Result<wire::KillTaskAttemptResponseProto> ClientProtocol::kill_task_attempt(
    const wire::KillTaskAttemptRequestProto&, rpc::Call&) {
  return job_is_over();
}
Result<wire::FailTaskAttemptResponseProto> ClientProtocol::fail_task_attempt(
    const wire::FailTaskAttemptRequestProto&, rpc::Call&) {
  return job_is_over();
}

}  // namespace mammoth::mapreduce::history
