#include "mapreduce/client/remote_job.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "common/base/log.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/umbilical/client_ids.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce::engine {

namespace wire = ::hadoop::mapreduce;

namespace {

constexpr std::string_view kDelegate = "mapred.ClientServiceDelegate";
constexpr const char* kMasterCalls = "org.apache.hadoop.mapreduce.v2.api.MRClientProtocolPB";
constexpr const char* kHistoryCalls = "org.apache.hadoop.mapreduce.v2.api.HSClientProtocolPB";
constexpr const char* kNoApplication =
    "org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException";
constexpr std::uint16_t kHistoryPort = 10020;
constexpr std::chrono::milliseconds kRetryPause{100};
constexpr std::chrono::milliseconds kKillPause{100};

rpc::ClientOptions impatient() {
  rpc::ClientOptions options;
  options.retry.max_attempts = 2;
  options.connect_timeout = std::chrono::seconds(5);
  return options;
}

std::string application_of(const JobID& id) {
  return fmt::format("application_{}_{:04}", id.identifier, id.id);
}

std::string old_state(wire::JobStateProto state) {
  switch (state) {
    case wire::J_NEW:
    case wire::J_INITED:
      return "PREP";
    case wire::J_RUNNING:
      return "RUNNING";
    case wire::J_SUCCEEDED:
      return "SUCCEEDED";
    case wire::J_KILLED:
      return "KILLED";
    default:
      return "FAILED";
  }
}

bool is_unreachable(ErrorCode code) {
  return code == ErrorCode::kConnect || code == ErrorCode::kSocketTimeout ||
         code == ErrorCode::kUnknownHost || code == ErrorCode::kEof ||
         code == ErrorCode::kRetriable;
}

std::string final_name(yarn::FinalStatus status) {
  switch (status) {
    case yarn::FinalStatus::kSucceeded:
      return "SUCCEEDED";
    case yarn::FinalStatus::kFailed:
      return "FAILED";
    case yarn::FinalStatus::kKilled:
      return "KILLED";
    case yarn::FinalStatus::kEnded:
      return "ENDED";
    default:
      return "UNDEFINED";
  }
}

}  // namespace

struct RemoteJob::Server {
  Server(const HostPort& address, const char* protocol, const std::string& user, bool master)
      : is_master(master),
        proxy(client.proxy({.addresses = {address}, .protocol = protocol, .user = user})) {}

  const bool is_master;
  rpc::BlockingClient client{impatient()};
  std::unique_ptr<rpc::BlockingProxy> proxy;
};

RemoteJob::RemoteJob(const Configuration& configuration,
                     std::shared_ptr<yarn::ApplicationClient> client, JobID id)
    : configuration_(configuration), client_(std::move(client)), id_(std::move(id)) {}
RemoteJob::~RemoteJob() = default;

void RemoteJob::ask_history_server() {
  const HostPort address = orRaise(parse_host_port(
      configuration_.get("mapreduce.jobhistory.address", "127.0.0.1:10020"), kHistoryPort));
  server_ = std::make_unique<Server>(address, kHistoryCalls, client_->user(), false);
}

void RemoteJob::nobody_answers(const char* state, const yarn::ApplicationReport& report) {
  without_ = JobReport{.state = state, .tracking_url = report.tracking_url};
}

void RemoteJob::find_server() {
  without_.reset();
  auto found = client_->report(application_of(id_));
  if (!found && found.error().remote_class == kNoApplication) {
    log::info(kDelegate,
              "Could not get Job info from RM for job {}. Redirecting to job history server.",
              id_.toString());
    return ask_history_server();
  }
  const yarn::ApplicationReport report = orRaise(std::move(found));
  user_ = report.user;
  tracking_url_ = report.tracking_url;
  switch (report.state) {
    case yarn::ApplicationState::kRunning:
      if (report.master_host.empty() || report.master_host == "N/A" || report.master_port <= 0)
        return nobody_answers("RUNNING", report);
      server_ = std::make_unique<Server>(
          HostPort{report.master_host, static_cast<std::uint16_t>(report.master_port)},
          kMasterCalls, client_->user(), true);
      return;
    case yarn::ApplicationState::kFinished:
      log::info(kDelegate,
                "Application state is completed. FinalApplicationStatus={}. Redirecting to job "
                "history server",
                final_name(report.final_status));
      return ask_history_server();
    case yarn::ApplicationState::kFailed:
      return nobody_answers("FAILED", report);
    case yarn::ApplicationState::kKilled:
      return nobody_answers("KILLED", report);
    default:
      return nobody_answers("PREP", report);
  }
}

// A master that does not answer is asked for anew from the ResourceManager, as long as that says
// that it runs. What a server refuses is refused.
template <class Response, class Request>
Response RemoteJob::ask(const char* method, const Request& request, const Response& otherwise) {
  std::string last;
  for (int left = configuration_.getInt("yarn.app.mapreduce.client.max-retries", 3); left > 0;) {
    if (server_ == nullptr) find_server();
    if (server_ == nullptr) return otherwise;
    Result<Response> answer = server_->proxy->call<Response>(method, request);
    if (answer) return std::move(*answer);
    if (!is_unreachable(answer.error().code)) raise(answer.error());
    last = answer.error().message;
    if (!server_->is_master) --left;
    server_.reset();
    std::this_thread::sleep_for(kRetryPause);
  }
  throw IOException(last);
}

std::optional<JobReport> RemoteJob::report() {
  wire::GetJobReportRequestProto request;
  umbilical::set_job_id(*request.mutable_job_id(), id_);
  const auto answer = ask("getJobReport", request, wire::GetJobReportResponseProto());
  JobReport report;
  if (without_) {
    report = *without_;
  } else {
    if (!answer.has_job_report()) return std::nullopt;
    const auto& given = answer.job_report();
    report = {.state = old_state(given.job_state()),
              .map_progress = given.map_progress(),
              .reduce_progress = given.reduce_progress(),
              .job_file = given.jobfile(),
              .history_file = given.historyfile(),
              .tracking_url = given.trackingurl().empty() ? tracking_url_ : given.trackingurl(),
              .is_uber = given.is_uber()};
    if (!given.user().empty()) user_ = given.user();
  }
  if (report.job_file.empty())
    report.job_file = fmt::format(
        "{}/{}/.staging/{}/job.xml",
        configuration_.get("yarn.app.mapreduce.am.staging-dir", "/tmp/hadoop-yarn/staging"), user_,
        id_.toString());
  return report;
}

std::optional<Counters> RemoteJob::counters() {
  wire::GetCountersRequestProto request;
  umbilical::set_job_id(*request.mutable_job_id(), id_);
  wire::GetCountersResponseProto none;
  none.mutable_counters();
  const auto answer = ask("getCounters", request, none);
  if (!answer.has_counters()) return std::nullopt;
  return umbilical::counters_of(answer.counters());
}

std::vector<wire::TaskReportProto> RemoteJob::tasks(TaskType type) {
  wire::GetTaskReportsRequestProto request;
  umbilical::set_job_id(*request.mutable_job_id(), id_);
  request.set_task_type(type == TaskType::MAP ? wire::MAP : wire::REDUCE);
  const auto answer = ask("getTaskReports", request, wire::GetTaskReportsResponseProto());
  return {answer.task_reports().begin(), answer.task_reports().end()};
}

std::vector<wire::TaskAttemptCompletionEventProto> RemoteJob::events(int from, int most) {
  wire::GetTaskAttemptCompletionEventsRequestProto request;
  umbilical::set_job_id(*request.mutable_job_id(), id_);
  request.set_from_event_id(from);
  request.set_max_events(most);
  const auto answer = ask("getTaskAttemptCompletionEvents", request,
                          wire::GetTaskAttemptCompletionEventsResponseProto());
  return {answer.completion_events().begin(), answer.completion_events().end()};
}

void RemoteJob::kill_application() {
  while (!orRaise(client_->force_kill(application_of(id_))))
    std::this_thread::sleep_for(kKillPause);
}

void RemoteJob::kill() {
  const std::optional<JobReport> before = report();
  if (!before || before->state != "RUNNING") return kill_application();
  wire::KillJobRequestProto request;
  umbilical::set_job_id(*request.mutable_job_id(), id_);
  ask("killJob", request, wire::KillJobResponseProto());
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(configuration_.getLong(
                                             "yarn.app.mapreduce.am.hard-kill-timeout-ms", 10'000));
  while (std::chrono::steady_clock::now() < until) {
    try {
      const std::optional<JobReport> now = report();
      if (now && now->is_over()) return;
    } catch (const Exception& failure) {
      log::debug(kDelegate, "{}", failure.what());
      break;  // its master is gone, and no history server answers
    }
    std::this_thread::sleep_for(kKillPause);
  }
  kill_application();
}

void RemoteJob::stop_attempt(const TaskAttemptID& attempt, bool fails) {
  if (fails) {
    wire::FailTaskAttemptRequestProto request;
    umbilical::set_attempt_id(*request.mutable_task_attempt_id(), attempt);
    ask("failTaskAttempt", request, wire::FailTaskAttemptResponseProto());
  } else {
    wire::KillTaskAttemptRequestProto request;
    umbilical::set_attempt_id(*request.mutable_task_attempt_id(), attempt);
    ask("killTaskAttempt", request, wire::KillTaskAttemptResponseProto());
  }
}

}  // namespace mammoth::mapreduce::engine
