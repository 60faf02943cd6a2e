#include "mapreduce/history_server/client_reports.h"

#include <algorithm>
#include <tuple>

#include "common/yarn/ids.h"
#include "mapreduce/history_server/rest.h"
#include "mapreduce/umbilical/client_ids.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce::history {

namespace {

namespace wire = ::hadoop::mapreduce;

constexpr std::string_view kNoState = "Attmpt state missing from History : marked as KILLED";

// A status that a history does not have, or that is none, counts as killed.
template <class State, class Parse>
State state_or(State otherwise, const std::string& lead, const std::string& status, Parse parse) {
  State state = otherwise;
  return !status.empty() && parse(lead + status, &state) ? state : otherwise;
}

void set_attempt_id_text(wire::TaskAttemptIdProto& out, const std::string& text) {
  if (const auto id = umbilical::parse_attempt_id(text)) umbilical::set_attempt_id(out, *id);
}

wire::TaskAttemptStateProto state_of(const AttemptHistory& attempt) {
  return state_or(wire::TA_KILLED, "TA_", attempt.status, wire::TaskAttemptStateProto_Parse);
}

float share(int done, int total) {
  return total == 0 ? 1.0F : static_cast<float>(done) / static_cast<float>(total);
}

// 0 where nothing is known: those that never ended come last, youngest first.
bool ended_before(const AttemptHistory& a, const AttemptHistory& b) {
  const bool a_ended = a.finish_time > 0;
  const bool b_ended = b.finish_time > 0;
  if (a_ended != b_ended) return a_ended;
  if (a_ended) return std::tie(a.finish_time, a.id) < std::tie(b.finish_time, b.id);
  return std::tie(b.start_time, a.id) < std::tie(a.start_time, b.id);
}

}  // namespace

std::vector<std::string> diagnostics_of(const AttemptHistory& attempt) {
  std::vector<std::string> all;
  if (attempt.status.empty()) all.emplace_back(kNoState);
  all.push_back(attempt.error);
  return all;
}

void set_job_report(wire::JobReportProto& out, const JobHistory& job, const JobPlaces& places) {
  if (const auto id = umbilical::parse_job_id(job.id))
    umbilical::set_job_id(*out.mutable_job_id(), *id);
  out.set_job_state(state_or(wire::J_ERROR, "J_", job.status, wire::JobStateProto_Parse));
  out.set_map_progress(share(completed_maps(job), job.total_maps));
  out.set_reduce_progress(share(completed_reduces(job), job.total_reduces));
  out.set_submit_time(job.submit_time);
  out.set_start_time(job.launch_time);
  out.set_finish_time(job.finish_time);
  out.set_user(job.user);
  out.set_jobname(job.name);
  out.set_diagnostics(job.diagnostics);
  out.set_jobfile(places.conf_uri);
  out.set_historyfile(places.history_uri);
  out.set_trackingurl(places.tracking_url);
  out.set_is_uber(job.uberized);
  for (const MasterAttempt& attempt : job.masters) {
    auto& master = *out.add_am_infos();
    if (auto id = yarn::parse_attempt_id(attempt.application_attempt_id))
      *master.mutable_application_attempt_id() = *id;
    if (auto id = yarn::parse_container_id(attempt.container_id))
      *master.mutable_container_id() = *id;
    master.set_start_time(attempt.start_time);
    master.set_node_manager_host(attempt.node_manager_host);
    master.set_node_manager_port(attempt.node_manager_port);
    master.set_node_manager_http_port(attempt.node_manager_http_port);
  }
}

void set_task_report(wire::TaskReportProto& out, const TaskHistory& task) {
  if (const auto id = umbilical::parse_task_id(task.id))
    umbilical::set_task_id(*out.mutable_task_id(), id->job, id->type, id->task);
  out.set_task_state(state_or(wire::TS_KILLED, "TS_", task.status, wire::TaskStateProto_Parse));
  out.set_progress(1);
  std::int64_t started = -1;
  for (const auto& [name, attempt] : task.attempts) {
    if (started < 0 || attempt.start_time < started) started = attempt.start_time;
    set_attempt_id_text(*out.add_running_attempts(), name);
    if (!out.has_successful_attempt() && attempt.status == "SUCCEEDED")
      set_attempt_id_text(*out.mutable_successful_attempt(), name);
    for (std::string& text : diagnostics_of(attempt)) out.add_diagnostics(std::move(text));
  }
  out.set_start_time(started);
  out.set_finish_time(task.finish_time);
  umbilical::set_counters(*out.mutable_counters(), task.counters);
}

void set_attempt_report(wire::TaskAttemptReportProto& out, const AttemptHistory& attempt) {
  set_attempt_id_text(*out.mutable_task_attempt_id(), attempt.id);
  out.set_task_attempt_state(state_of(attempt));
  out.set_progress(1);
  out.set_start_time(attempt.start_time);
  out.set_finish_time(attempt.finish_time);
  out.set_shuffle_finish_time(attempt.shuffle_finish_time);
  out.set_sort_finish_time(attempt.sort_finish_time);
  out.set_diagnostic_info(attempt.status.empty() ? attempt.error + ", " + std::string(kNoState)
                                                 : attempt.error);
  out.set_state_string(attempt.state);
  umbilical::set_counters(*out.mutable_counters(), attempt.counters);
  if (auto id = yarn::parse_container_id(attempt.container_id)) *out.mutable_container_id() = *id;
  out.set_node_manager_host(attempt.hostname.empty() ? "UNKNOWN" : attempt.hostname);
  if (!attempt.hostname.empty()) out.set_node_manager_port(attempt.port);
  out.set_node_manager_http_port(attempt.http_port);
}

std::vector<wire::TaskAttemptCompletionEventProto> completion_events(const JobHistory& job) {
  std::vector<const AttemptHistory*> attempts;
  for (const auto& [task_name, task] : job.tasks)
    for (const auto& [name, attempt] : task.attempts) attempts.push_back(&attempt);
  std::ranges::sort(attempts, [](auto* a, auto* b) { return ended_before(*a, *b); });
  std::vector<wire::TaskAttemptCompletionEventProto> events;
  for (const AttemptHistory* attempt : attempts) {
    wire::TaskAttemptCompletionEventProto event;
    set_attempt_id_text(*event.mutable_attempt_id(), attempt->id);
    const auto state = state_of(*attempt);
    event.set_status(state == wire::TA_SUCCEEDED ? wire::TACE_SUCCEEDED
                     : state == wire::TA_FAILED  ? wire::TACE_FAILED
                                                 : wire::TACE_KILLED);
    event.set_map_output_server_address(attempt->hostname + ":" + std::to_string(attempt->port));
    const bool has_ends = attempt->start_time > 0 && attempt->finish_time > 0;
    event.set_attempt_run_time(
        has_ends ? static_cast<int>(attempt->finish_time - attempt->start_time) : -1);
    event.set_event_id(static_cast<int>(events.size()));
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace mammoth::mapreduce::history
