#include "mapreduce/app_master/client_service.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "common/protocol/mapreduce/client_protocol.pb.h"
#include "common/yarn/ids.h"
#include "mapreduce/umbilical/client_ids.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce::app_master {

using schedule::Attempt;
using schedule::AttemptKey;
using schedule::JobMachine;
using schedule::TaskRecord;

namespace {

void set_attempt_id(client_wire::TaskAttemptIdProto& out, const JobID& job, const AttemptKey& key) {
  umbilical::set_attempt_id(out, {job, key.type, key.task, key.attempt});
}

AttemptKey key_of(const client_wire::TaskAttemptIdProto& id) {
  const TaskAttemptID attempt = umbilical::attempt_of(id);
  return {attempt.type, attempt.task, attempt.attempt};
}

client_wire::JobStateProto state_of(const SharedJob::Outcome& outcome, bool has_begun) {
  if (!outcome.is_over) return has_begun ? client_wire::J_RUNNING : client_wire::J_INITED;
  switch (outcome.state) {
    case schedule::JobState::kSucceeded:
      return client_wire::J_SUCCEEDED;
    case schedule::JobState::kKilled:
      return client_wire::J_KILLED;
    default:
      return client_wire::J_FAILED;
  }
}

client_wire::TaskStateProto state_of(const TaskRecord& task) {
  switch (task.state) {
    case schedule::TaskState::kWaiting:
      return client_wire::TS_SCHEDULED;
    case schedule::TaskState::kRunning:
      return client_wire::TS_RUNNING;
    case schedule::TaskState::kSucceeded:
      return client_wire::TS_SUCCEEDED;
    case schedule::TaskState::kFailed:
      return client_wire::TS_FAILED;
    case schedule::TaskState::kKilled:
      break;
  }
  return client_wire::TS_KILLED;
}

client_wire::TaskReportProto report_of(const JobID& job, TaskType type, int number,
                                       const TaskRecord& task) {
  client_wire::TaskReportProto report;
  umbilical::set_task_id(*report.mutable_task_id(), job, type, number);
  report.set_task_state(state_of(task));
  report.set_start_time(task.started_ms);
  report.set_finish_time(task.finished_ms);
  const Attempt* best = nullptr;
  for (const Attempt& attempt : task.attempts) {
    const AttemptKey key{type, number, attempt.number};
    if (task.succeeded == key.attempt) {
      set_attempt_id(*report.mutable_successful_attempt(), job, key);
      best = &attempt;
    } else if (schedule::is_live(attempt.state)) {
      set_attempt_id(*report.add_running_attempts(), job, key);
      if (best == nullptr) best = &attempt;
    }
    if (!attempt.diagnostics.empty()) report.add_diagnostics(attempt.diagnostics);
  }
  report.set_progress(task.succeeded ? 1.0F : best != nullptr ? best->progress : 0.0F);
  if (best != nullptr && best->counters != nullptr)
    umbilical::set_counters(*report.mutable_counters(), *best->counters);
  else
    report.mutable_counters();
  return report;
}

}  // namespace

void ClientService::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("getJobReport", kIdempotent, *this, &ClientService::get_job_report);
  service.bind("getCounters", kIdempotent, *this, &ClientService::get_counters);
  service.bind("getTaskReports", kIdempotent, *this, &ClientService::get_task_reports);
  service.bind("getTaskAttemptCompletionEvents", kIdempotent, *this,
               &ClientService::get_completion_events);
  service.bind("getDiagnostics", kIdempotent, *this, &ClientService::get_diagnostics);
  service.bind("killJob", kIdempotent, *this, &ClientService::kill_job);
  service.bind("killTaskAttempt", kIdempotent, *this, &ClientService::kill_task_attempt);
  service.bind("failTaskAttempt", kIdempotent, *this, &ClientService::fail_task_attempt);
  for (const char* method : {"getTaskReport", "getTaskAttemptReport", "killTask",
                             "getDelegationToken", "renewDelegationToken", "cancelDelegationToken"})
    service.bind_unsupported(method);
}

Result<void> ClientService::check_job(const client_wire::JobIdProto& id) const {
  const std::string job = umbilical::job_of(id).toString();
  if (job == job_.facts().id.toString()) return {};
  return Error{ErrorCode::kIo, "Unknown job " + job};
}

Result<void> ClientService::check_owner(const rpc::Call& call) const {
  if (call.user() == job_.facts().user) return {};
  return Error{ErrorCode::kAccessDenied,
               fmt::format("User {} cannot perform operation MODIFY_JOB on {}", call.user(),
                           job_.facts().id.toString())};
}

Result<client_wire::GetJobReportResponseProto> ClientService::get_job_report(
    const client_wire::GetJobReportRequestProto& request, rpc::Call&) {
  TRY(check_job(request.job_id()));
  const JobFacts& facts = job_.facts();
  const SharedJob::Outcome outcome = job_.outcome();
  client_wire::GetJobReportResponseProto answer;
  auto& report = *answer.mutable_job_report();
  const bool has_begun = job_.read(
      [&](const JobMachine& machine) {
        report.set_map_progress(machine.progress(TaskType::MAP));
        report.set_reduce_progress(machine.progress(TaskType::REDUCE));
        report.set_diagnostics(machine.diagnostics());
        return true;
      },
      false);
  umbilical::set_job_id(*report.mutable_job_id(), facts.id);
  report.set_job_state(state_of(outcome, has_begun));
  const bool succeeded = report.job_state() == client_wire::J_SUCCEEDED;
  if (succeeded && report.map_progress() < 1) report.set_map_progress(1);
  report.set_cleanup_progress(outcome.is_over ? 1 : 0);
  report.set_setup_progress(has_begun ? 1 : 0);
  report.set_start_time(facts.started_ms);
  report.set_submit_time(facts.submitted_ms);
  report.set_finish_time(outcome.finished_ms);
  report.set_user(facts.user);
  report.set_jobname(facts.name);
  report.set_trackingurl(outcome.history_url);
  report.set_jobfile(facts.job_file);
  report.set_historyfile("");
  report.set_is_uber(false);
  report.mutable_jobpriority()->set_priority(0);
  if (outcome.is_over && !outcome.diagnostics.empty()) report.set_diagnostics(outcome.diagnostics);
  auto& master = *report.add_am_infos();
  if (auto attempt = yarn::parse_attempt_id(facts.attempt))
    *master.mutable_application_attempt_id() = *attempt;
  if (auto container = yarn::parse_container_id(facts.container))
    *master.mutable_container_id() = *container;
  master.set_start_time(facts.started_ms);
  master.set_node_manager_host(facts.node_host);
  master.set_node_manager_port(facts.node_port);
  master.set_node_manager_http_port(facts.node_http_port);
  return answer;
}

Result<client_wire::GetCountersResponseProto> ClientService::get_counters(
    const client_wire::GetCountersRequestProto& request, rpc::Call&) {
  TRY(check_job(request.job_id()));
  client_wire::GetCountersResponseProto answer;
  const Counters counters =
      job_.read([](const JobMachine& machine) { return machine.counters(); }, Counters());
  umbilical::set_counters(*answer.mutable_counters(), counters);
  // With the counters a client has all that it waits for.
  if (job_.outcome().is_over) job_.client_has_seen_the_end();
  return answer;
}

Result<client_wire::GetTaskReportsResponseProto> ClientService::get_task_reports(
    const client_wire::GetTaskReportsRequestProto& request, rpc::Call&) {
  TRY(check_job(request.job_id()));
  const TaskType type = request.task_type() == client_wire::MAP ? TaskType::MAP : TaskType::REDUCE;
  client_wire::GetTaskReportsResponseProto answer;
  job_.read(
      [&](const JobMachine& machine) {
        int number = 0;
        for (const TaskRecord& task : machine.tasks(type))
          *answer.add_task_reports() = report_of(job_.facts().id, type, number++, task);
        return true;
      },
      false);
  return answer;
}

Result<client_wire::GetTaskAttemptCompletionEventsResponseProto>
ClientService::get_completion_events(
    const client_wire::GetTaskAttemptCompletionEventsRequestProto& request, rpc::Call&) {
  TRY(check_job(request.job_id()));
  client_wire::GetTaskAttemptCompletionEventsResponseProto answer;
  job_.read(
      [&](const JobMachine& machine) {
        const auto& events = machine.events();
        auto at = static_cast<std::size_t>(std::max(request.from_event_id(), 0));
        for (; at < events.size() && answer.completion_events_size() < request.max_events(); ++at) {
          using enum schedule::CompletionEvent::Status;
          auto& out = *answer.add_completion_events();
          set_attempt_id(*out.mutable_attempt_id(), job_.facts().id, events[at].attempt);
          const auto status = events[at].status;
          out.set_status(status == kSucceeded    ? client_wire::TACE_SUCCEEDED
                         : status == kFailed     ? client_wire::TACE_FAILED
                         : status == kKilled     ? client_wire::TACE_KILLED
                         : status == kTaskFailed ? client_wire::TACE_TIPFAILED
                                                 : client_wire::TACE_OBSOLETE);
          out.set_map_output_server_address(events[at].shuffle_address);
          out.set_attempt_run_time(static_cast<int>(events[at].run_time_ms));
          out.set_event_id(static_cast<int>(at));
        }
        return true;
      },
      false);
  return answer;
}

Result<client_wire::GetDiagnosticsResponseProto> ClientService::get_diagnostics(
    const client_wire::GetDiagnosticsRequestProto& request, rpc::Call&) {
  TRY(check_job(request.task_attempt_id().task_id().job_id()));
  client_wire::GetDiagnosticsResponseProto answer;
  job_.read(
      [&](const JobMachine& machine) {
        const Attempt* attempt = machine.find(key_of(request.task_attempt_id()));
        if (attempt != nullptr && !attempt->diagnostics.empty())
          answer.add_diagnostics(attempt->diagnostics);
        return true;
      },
      false);
  return answer;
}

Result<client_wire::KillJobResponseProto> ClientService::kill_job(
    const client_wire::KillJobRequestProto& request, rpc::Call& call) {
  TRY(check_job(request.job_id()));
  TRY(check_owner(call));
  const std::string why =
      fmt::format("Kill job {} received from {} (auth:SIMPLE) at {}", job_.facts().id.toString(),
                  call.user(), call.remote_address());
  log::info("client.MRClientService", "{}", why);
  job_.act([&](JobMachine& machine) { machine.kill_job(why); });
  return client_wire::KillJobResponseProto();
}

Result<client_wire::KillTaskAttemptResponseProto> ClientService::kill_task_attempt(
    const client_wire::KillTaskAttemptRequestProto& request, rpc::Call& call) {
  TRY(check_job(request.task_attempt_id().task_id().job_id()));
  TRY(check_owner(call));
  const AttemptKey key = key_of(request.task_attempt_id());
  const std::string why =
      fmt::format("Kill task attempt received from {} at {}", call.user(), call.remote_address());
  if (!job_.with([&](JobMachine& machine) { return machine.kill_attempt(key, why); }, false))
    return Error{ErrorCode::kIo, "Unknown task attempt"};
  return client_wire::KillTaskAttemptResponseProto();
}

Result<client_wire::FailTaskAttemptResponseProto> ClientService::fail_task_attempt(
    const client_wire::FailTaskAttemptRequestProto& request, rpc::Call& call) {
  TRY(check_job(request.task_attempt_id().task_id().job_id()));
  TRY(check_owner(call));
  const AttemptKey key = key_of(request.task_attempt_id());
  const std::string why =
      fmt::format("Fail task attempt received from {} at {}", call.user(), call.remote_address());
  if (!job_.with([&](JobMachine& machine) { return machine.fail_attempt(key, why); }, false))
    return Error{ErrorCode::kIo, "Unknown task attempt"};
  return client_wire::FailTaskAttemptResponseProto();
}

}  // namespace mammoth::mapreduce::app_master
