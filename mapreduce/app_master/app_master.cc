#include "mapreduce/app_master/app_master.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "common/base/log.h"
#include "common/config/configuration.h"
#include "common/config/keys.h"
#include "mapreduce/app_master/job_files.h"
#include "mapreduce/app_master/job_rules.h"
#include "mapreduce/app_master/recovery.h"
#include "mapreduce/staging/staging.h"
#include "mapreduce/task_runner/job_code.h"

namespace mammoth::mapreduce::app_master {

namespace {

constexpr std::string_view kMaster = "v2.app.MRAppMaster";
constexpr const char* kMrClientProtocol = "org.apache.hadoop.mapreduce.v2.api.MRClientProtocolPB";
constexpr std::size_t kServerThreads = 2;
constexpr std::int64_t kImpatient_ms = 200;  // between heartbeats, while containers are awaited
constexpr std::chrono::milliseconds kLinger{5'000};

// "application_1700000000000_0001" is job_1700000000000_0001.
JobID job_id_of(const std::string& application) {
  const std::size_t first = application.find('_');
  const std::size_t second = application.rfind('_');
  return {application.substr(first + 1, second - first - 1), std::atoi(&application[second + 1])};
}

int number_at_end(const std::string& attempt) {
  return std::atoi(attempt.c_str() + attempt.rfind('_') + 1);
}

std::string secret_of(const security::Credentials& credentials) {
  const std::string* secret = credentials.find_secret(umbilical::kShuffleSecretAlias);
  if (secret == nullptr) throw IOException("no secret of the shuffle among the credentials");
  return *secret;
}

JobFacts facts_of(const yarn::ContainerEnvironment& self, const Configuration& configuration,
                  const Clock& clock) {
  JobFacts facts;
  facts.id = job_id_of(self.application);
  facts.name = configuration.get("mapreduce.job.name", "");
  facts.user = configuration.get(staging::kUserKey, self.user);
  facts.queue = configuration.get("mapreduce.job.queuename", "default");
  facts.job_file = engine::joined(configuration.get(staging::kJobDirKey, ""), staging::kJobFile);
  facts.attempt = self.attempt;
  facts.container = self.container;
  facts.node_host = self.node_host;
  facts.node_port = self.node_port;
  facts.node_http_port = self.node_http_port;
  const char* submitted = std::getenv("APP_SUBMIT_TIME_ENV");
  facts.submitted_ms = submitted == nullptr ? 0 : std::atoll(submitted);
  facts.started_ms = clock.wall_ms();
  return facts;
}

}  // namespace

AppMaster::AppMaster(yarn::ContainerEnvironment self, Configuration configuration)
    : self_(std::move(self)),
      configuration_(std::move(configuration)),
      id_(job_id_of(self_.application)),
      attempt_number_(number_at_end(self_.attempt)),
      job_(facts_of(self_, configuration_, clock_)),
      tokens_(id_.toString()),
      sasl_(tokens_, security::TokenSaslServers::Simple::kRefused),
      shuffle_secret_(secret_of(self_.credentials)),
      umbilical_(job_),
      clients_(job_),
      umbilical_protocol_(umbilical::kProtocol, 1),
      client_protocol_(kMrClientProtocol, 1),
      pool_(kServerThreads),
      nodes_(self_.attempt),
      master_(configuration_.properties(), self_, nodes_) {
  configuration_.set("mapreduce.job.id", id_.toString());
  configuration_.setInt("mapreduce.job.application.attempt.id", attempt_number_);
  umbilical_.bind_to(umbilical_protocol_);
  clients_.bind_to(client_protocol_);
}

AppMaster::~AppMaster() {
  if (committer_.joinable()) committer_.join();
  launcher_.reset();
  if (client_server_) client_server_->stop();
  if (umbilical_server_) umbilical_server_->stop();
}

void AppMaster::start_servers() {
  rpc::ServerOptions options;
  options.address = {self_.node_host, 0};
  options.allow_unauthenticated_remote =
      configuration_.properties().get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  client_server_ = std::make_unique<rpc::Server>(pool_, options);
  client_server_->add(client_protocol_);
  client_server_->start().value();
  options.sasl = &sasl_;
  umbilical_server_ = std::make_unique<rpc::Server>(pool_, options);
  umbilical_server_->add(umbilical_protocol_);
  umbilical_server_->start().value();
}

int AppMaster::run() {
  start_servers();
  master_.register_master({.host = self_.node_host, .rpc_port = client_server_->port()}).value();
  log::info(kMaster, "Created MRAppMaster for application {}", self_.attempt);
  try {
    if (prepare()) work();
  } catch (...) {
    const std::string why = runner::describeFailure();
    log::error(kMaster, "{}", why);
    // Another attempt may find the world in a better state, where it is the world's fault.
    end(schedule::JobState::kFailed, "Job init failed : " + why);
  }
  linger();
  return 0;
}

bool AppMaster::prepare() {
  if (attempt_number_ > 1) {
    const auto earlier = commit_of_earlier_attempt(configuration_);
    if (earlier) {
      log::info(kMaster, "the attempt before this one has got to the commit: {}", earlier->why);
      end(earlier->state, earlier->why);
      return false;
    }
  }
  runner::loadJobCode(configuration_);
  classes_.emplace(configuration_);
  std::vector<engine::PlannedSplit> splits = read_splits(configuration_);
  resources_ = staging::containerResources(configuration_);
  security::Credentials credentials;
  for (const auto& entry : self_.credentials.tokens())
    if (entry.token.kind != security::kAmRmToken) credentials.add(entry.alias, entry.token);
  for (const auto& secret : self_.credentials.secrets())
    credentials.add_secret(secret.alias, secret.bytes);
  credentials.add(umbilical::kJobTokenAlias, tokens_.issue());
  credentials.add_secret(umbilical::kShuffleSecretAlias, shuffle_secret_);
  credentials_ = security::encode_credentials(credentials);

  JobContext context(configuration_, id_);
  Counters ignored;
  TaskAttemptContext setup(configuration_, {id_}, ignored);
  const auto committer = classes_->outputFormat()->getOutputCommitter(setup);
  committer->setupJob(context);
  const Recovery recovery = recover(configuration_, id_, attempt_number_, *committer);

  schedule::JobPlan plan = plan_of(configuration_, id_, splits);
  recorder_ = std::make_unique<JobRecorder>(configuration_, job_.facts(), attempt_number_);
  recorder_->begin(recovery.masters, static_cast<int>(plan.maps.size()), plan.reduces);
  launcher_ = std::make_unique<ContainerLauncher>(
      job_, nodes_, [this](const schedule::AttemptKey& key) { return make_launch(key); },
      std::clamp(configuration_.getInt("yarn.app.mapreduce.am.containerlauncher.threadpool-"
                                       "initial-size",
                                       10),
                 1, 64));
  job_.begin(std::move(splits), std::move(plan), clock_);
  job_.act([&](schedule::JobMachine& machine) {
    for (const RecoveredTask& it : recovery.tasks)
      machine.recover(it.type, it.task, it.attempt, it.started_ms);
    machine.start();
  });
  return true;
}

yarn::Launch AppMaster::make_launch(const schedule::AttemptKey& key) const {
  const bool is_map = key.type == TaskType::MAP;
  yarn::Launch launch;
  launch.resources = resources_;
  launch.environment = staging::containerEnvironment(
      configuration_, is_map ? "mapreduce.map.env" : "mapreduce.reduce.env");
  launch.commands = {staging::programPath(configuration_, "mapreduce-task"),
                     self_.node_host,
                     std::to_string(umbilical_server_->port()),
                     TaskAttemptID{id_, key.type, key.task, key.attempt}.toString(),
                     "1><LOG_DIR>/stdout",
                     "2><LOG_DIR>/stderr"};
  launch.credentials = credentials_;
  if (configuration_.getInt("mapreduce.job.reduces", 1) > 0)
    launch.service_data["mapreduce_shuffle"] =
        umbilical::shuffle_service_data(id_.toString(), shuffle_secret_);
  return launch;
}

float AppMaster::progress() const {
  return job_.read(
      [](const schedule::JobMachine& machine) {
        const bool has_reduces = machine.plan().reduces > 0;
        const float maps = machine.progress(TaskType::MAP);
        return has_reduces ? (maps + machine.progress(TaskType::REDUCE)) / 2 : maps;
      },
      0.0F);
}

void AppMaster::work() {
  const std::int64_t interval_ms = std::clamp<std::int64_t>(
      configuration_.getLong("yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms", 1'000), 50,
      600'000);
  for (;;) {
    carry_out_actions();
    const auto [state, is_waiting] = job_.read(
        [](const schedule::JobMachine& machine) {
          return std::pair(machine.state(), machine.is_waiting());
        },
        std::pair(schedule::JobState::kRunning, false));
    if (schedule::is_over(state)) break;
    if (state != schedule::JobState::kRunning && !committer_.joinable()) finish_output();
    const std::int64_t due =
        last_heartbeat_ms_ + (is_waiting ? std::min(interval_ms, kImpatient_ms) : interval_ms);
    const std::int64_t now = clock_.monotonic_ms();
    if (now >= due) {
      heartbeat();
      continue;
    }
    job_.wait(std::chrono::milliseconds(due - now));
  }
  const auto [state, why] = job_.read(
      [](const schedule::JobMachine& machine) {
        return std::pair(machine.state(), machine.diagnostics());
      },
      std::pair(schedule::JobState::kFailed, std::string()));
  end(state, why);
}

void AppMaster::heartbeat() {
  last_heartbeat_ms_ = clock_.monotonic_ms();
  job_.act([](schedule::JobMachine& machine) { machine.tick(); });
  carry_out_actions();
  master_.set_blacklist(
      job_.read([](const schedule::JobMachine& machine) { return machine.blacklist(); },
                std::vector<std::string>()));
  recorder_->catch_up(job_);
  const auto answer = master_.allocate(progress());
  if (!answer) {
    if (yarn::is_attempt_over(answer.error())) {
      // Another attempt takes the job over; what this one has started the ResourceManager ends.
      log::error(kMaster, "shut down by the ResourceManager: {}", answer.error().message);
      std::_Exit(1);
    }
    return log::warn(kMaster, "ERROR IN CONTACTING RM. {}", answer.error().message);
  }
  job_.act([&](schedule::JobMachine& machine) {
    machine.set_headroom(answer->headroom, answer->cluster_nodes);
    for (const auto& done : answer->completed)
      machine.container_completed(done.id, done.exit_status, done.diagnostics);
    for (const auto& node : answer->nodes) machine.node_changed(node.node, node.usable);
    for (const auto& container : answer->allocated) machine.container_allocated(container);
  });
}

void AppMaster::carry_out_actions() {
  const auto actions =
      job_.quietly([](schedule::JobMachine& machine) { return machine.take_actions(); },
                   std::vector<schedule::Action>());
  for (const schedule::Action& action : actions) {
    if (const auto* ask = std::get_if<schedule::Ask>(&action))
      master_.asks().change_all(ask->priority, ask->hosts, ask->racks, ask->size, ask->by);
    if (const auto* release = std::get_if<schedule::Release>(&action))
      master_.release(release->container);
    if (const auto* launch = std::get_if<schedule::LaunchAttempt>(&action))
      launcher_->launch(*launch);
    if (const auto* stop = std::get_if<schedule::StopContainer>(&action)) launcher_->stop(*stop);
  }
}

// Commits or aborts on a thread of its own; the heartbeats go on meanwhile.
void AppMaster::finish_output() {
  committer_ = std::thread([this] {
    commit_output();
    const bool aborts = job_.read(
        [](const schedule::JobMachine& machine) {
          return machine.state() == schedule::JobState::kAborting;
        },
        false);
    if (!aborts) return;
    try {
      JobContext context(configuration_, id_);
      Counters ignored;
      TaskAttemptContext cleanup(configuration_, {id_}, ignored);
      classes_->outputFormat()->getOutputCommitter(cleanup)->abortJob(context);
    } catch (...) {
      log::warn(kMaster, "Job abort failed: {}", runner::describeFailure());
    }
    job_.act([](schedule::JobMachine& machine) { machine.aborted(); });
  });
}

void AppMaster::commit_output() {
  const bool commits = job_.read(
      [](const schedule::JobMachine& machine) {
        return machine.state() == schedule::JobState::kCommitting;
      },
      false);
  if (!commits) return;
  std::string failure;
  try {
    mark(configuration_, staging::kCommitStarted);
    JobContext context(configuration_, id_);
    Counters ignored;
    TaskAttemptContext cleanup(configuration_, {id_}, ignored);
    classes_->outputFormat()->getOutputCommitter(cleanup)->commitJob(context);
    mark(configuration_, staging::kCommitSuccess);
  } catch (...) {
    failure = runner::describeFailure();
    log::error(kMaster, "Job commit failed: {}", failure);
    try {
      mark(configuration_, staging::kCommitFailed);
    } catch (...) {
      log::warn(kMaster, "and cannot be marked as such: {}", runner::describeFailure());
    }
  }
  job_.act([&](schedule::JobMachine& machine) { machine.committed(failure); });
}

void AppMaster::end(schedule::JobState state, const std::string& diagnostics) {
  if (committer_.joinable()) committer_.join();
  const auto status = state == schedule::JobState::kSucceeded ? yarn::FinalStatus::kSucceeded
                      : state == schedule::JobState::kKilled  ? yarn::FinalStatus::kKilled
                                                              : yarn::FinalStatus::kFailed;
  const std::string url = history_url(configuration_, id_);
  log::info(kMaster, "Job {} is over: {}", id_.toString(), diagnostics);
  const std::int64_t now = clock_.wall_ms();
  if (recorder_) recorder_->end(job_, state, diagnostics, now);
  const auto finished = master_.finish(status, diagnostics, url);
  if (!finished)
    log::warn(kMaster, "the ResourceManager does not take the end: {}", finished.error().message);
  if (finished) remove_job_files(configuration_);
  job_.set_outcome({.is_over = true,
                    .state = state,
                    .diagnostics = diagnostics,
                    .history_url = url,
                    .finished_ms = now});
}

// So that the job's client can ask for the end and the counters.
void AppMaster::linger() {
  const std::int64_t until = clock_.monotonic_ms() + kLinger.count();
  while (!job_.outcome().seen_by_client && clock_.monotonic_ms() < until)
    job_.wait(std::chrono::milliseconds(std::max<std::int64_t>(until - clock_.monotonic_ms(), 1)));
}

}  // namespace mammoth::mapreduce::app_master
