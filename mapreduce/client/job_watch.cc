#include "mapreduce/client/job_watch.h"

#include <fmt/format.h>

#include <cstdio>

#include "common/base/log.h"
#include "common/protocol/mapreduce/client_protocol.pb.h"
#include "mapreduce/umbilical/client_ids.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce::engine {

namespace wire = ::hadoop::mapreduce;

namespace {

constexpr const char* kMasterService = "org.apache.hadoop.mapreduce.v2.api.MRClientProtocolPB";
constexpr const char* kHistoryService = "org.apache.hadoop.mapreduce.v2.api.HSClientProtocolPB";
constexpr int kEventsPerCall = 100;

rpc::ClientOptions hasty() {
  rpc::ClientOptions options;
  options.retry.max_attempts = 2;
  options.connect_timeout = std::chrono::seconds(5);
  return options;
}

std::string state_text(wire::JobStateProto state) {
  switch (state) {
    case wire::J_SUCCEEDED:
      return "SUCCEEDED";
    case wire::J_FAILED:
    case wire::J_ERROR:
      return "FAILED";
    case wire::J_KILLED:
      return "KILLED";
    default:
      return "RUNNING";
  }
}

}  // namespace

// A connection to a master, or to a history server, which answers the same calls.
struct JobWatch::Master {
  Master(const HostPort& server, const char* protocol, const std::string& user)
      : address(server),
        proxy(client.proxy({.addresses = {server}, .protocol = protocol, .user = user})) {}

  template <class Response, class Request>
  Result<Response> ask(const char* method, Request request, const JobID& id) {
    umbilical::set_job_id(*request.mutable_job_id(), id);
    return proxy->call<Response>(method, request);
  }

  HostPort address;
  rpc::BlockingClient client{hasty()};
  std::unique_ptr<rpc::BlockingProxy> proxy;
};

JobWatch::JobWatch(const Configuration& configuration,
                   std::shared_ptr<yarn::ApplicationClient> client, std::string application,
                   JobID id)
    : configuration_(configuration),
      client_(std::move(client)),
      application_(std::move(application)),
      id_(std::move(id)) {}
JobWatch::~JobWatch() = default;

void JobWatch::refresh() {
  if (status_.is_over) return;
  if (master_ != nullptr && ask_master()) return;
  master_.reset();
  const auto report = client_->report(application_);
  if (!report) return log::warn("mapred.ClientServiceDelegate", "{}", report.error().message);
  if (yarn::is_over(report->state)) return end_by(*report);
  if (report->state != yarn::ApplicationState::kRunning || report->master_port <= 0 ||
      report->master_host.empty() || report->master_host == "N/A")
    return;
  master_ = std::make_unique<Master>(
      HostPort{report->master_host, static_cast<std::uint16_t>(report->master_port)},
      kMasterService, client_->user());
  if (!ask_master()) master_.reset();
}

bool JobWatch::ask_master() {
  const auto answer = master_->ask<wire::GetJobReportResponseProto>(
      "getJobReport", wire::GetJobReportRequestProto(), id_);
  if (!answer) return false;
  const auto& report = answer->job_report();
  status_.map_progress = report.map_progress();
  status_.reduce_progress = report.reduce_progress();
  status_.state = state_text(report.job_state());
  tell_failures();
  if (status_.state == "RUNNING") return true;
  const auto counters = master_->ask<wire::GetCountersResponseProto>(
      "getCounters", wire::GetCountersRequestProto(), id_);
  if (counters) counters_ = umbilical::counters_of(counters->counters());
  status_.diagnostics = report.diagnostics();
  status_.is_over = true;
  return true;
}

// As Hadoop's client does: a line for each, and what the attempt had to say.
void JobWatch::tell_failures() {
  wire::GetTaskAttemptCompletionEventsRequestProto request;
  request.set_from_event_id(next_event_);
  request.set_max_events(kEventsPerCall);
  const auto answer = master_->ask<wire::GetTaskAttemptCompletionEventsResponseProto>(
      "getTaskAttemptCompletionEvents", request, id_);
  if (!answer) return;
  next_event_ += answer->completion_events_size();
  for (const auto& event : answer->completion_events()) {
    if (event.status() != wire::TACE_FAILED && event.status() != wire::TACE_TIPFAILED) continue;
    log::info("mapreduce.Job", "Task Id : {}, Status : FAILED",
              umbilical::attempt_of(event.attempt_id()).toString());
    wire::GetDiagnosticsRequestProto ask;
    *ask.mutable_task_attempt_id() = event.attempt_id();
    const auto why = master_->proxy->call<wire::GetDiagnosticsResponseProto>("getDiagnostics", ask);
    if (!why) continue;
    for (const std::string& text : why->diagnostics()) fmt::print(stderr, "{}\n", text);
  }
}

// The master is gone: what the history server knows is better than what the ResourceManager does.
void JobWatch::end_by(const yarn::ApplicationReport& report) {
  const bool succeeded = report.final_status == yarn::FinalStatus::kSucceeded;
  status_.state = succeeded                                           ? "SUCCEEDED"
                  : report.final_status == yarn::FinalStatus::kKilled ? "KILLED"
                                                                      : "FAILED";
  status_.diagnostics = report.diagnostics;
  ask_history();
  if (succeeded) status_.map_progress = status_.reduce_progress = 1;
  status_.is_over = true;
}

void JobWatch::ask_history() {
  const std::string text = configuration_.get("mapreduce.jobhistory.address", "");
  const auto address = parse_host_port(text, 10020);
  if (text.empty() || !address) return;
  Master history(*address, kHistoryService, client_->user());
  const auto counters = history.ask<wire::GetCountersResponseProto>(
      "getCounters", wire::GetCountersRequestProto(), id_);
  if (counters) counters_ = umbilical::counters_of(counters->counters());
}

void JobWatch::kill() {
  if (master_ != nullptr &&
      master_->ask<wire::KillJobResponseProto>("killJob", wire::KillJobRequestProto(), id_))
    return;
  const auto killed = client_->force_kill(application_);
  if (!killed)
    log::warn("mapred.YARNRunner", "cannot kill {}: {}", application_, killed.error().message);
}

}  // namespace mammoth::mapreduce::engine
