#include "spark-core/driver/yarn_launcher.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "common/config/keys/yarn.h"
#include "common/security/credentials.h"
#include "spark-core/plan/code_ref.h"
#include "spark-core/yarn/sizes.h"

namespace mammoth::spark {
namespace {

constexpr auto kLookForMaster = std::chrono::milliseconds(250);
constexpr auto kLookAfterApplication = std::chrono::milliseconds(1'000);
constexpr auto kMasterEnds = std::chrono::seconds(15);

scheduler::ExecutorLoss loss_in_container(const on_yarn::ExecutorExited& executor) {
  using Kind = scheduler::ExecutorLoss::Kind;
  scheduler::ExecutorLoss loss;
  loss.kind = executor.status == yarn::kExitKilledByMaster ? Kind::kKilledByDriver : Kind::kExited;
  loss.caused_by_app = executor.status >= 0;
  loss.message = fmt::format("Container of executor {} exited with status {}. {}", executor.executor,
                             executor.status, executor.diagnostics);
  return loss;
}

int all_cores(const Settings& settings) {
  return on_yarn::executor_count(settings) * on_yarn::cores_of_executor(settings);
}

}  // namespace

YarnClientLauncher::YarnClientLauncher(const Settings& settings)
    : settings_(settings), configuration_(settings.hadoop()) {}

int YarnClientLauncher::expected_cores() const {
  return all_cores(settings_);
}

void YarnClientLauncher::start(const ExecutorSpec& pattern, LauncherEvents events) {
  events_ = std::move(events);
  try {
    client_.emplace(configuration_);
    const auto application = must(client_->new_application());
    on_yarn::require_fit(settings_, on_yarn::client_master_size(settings_), application.maximum);
    application_id_ = application.id;
    must(client_->submit(submission(pattern)));
  } catch (const ErrorException& error) {
    throw SparkException(error.what());
  }
  wait_for_master();
  watcher_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

yarn::Submission YarnClientLauncher::submission(const ExecutorSpec& pattern) {
  on_yarn::MasterSpec spec;
  spec.pattern = pattern;
  spec.pattern.application_directory.clear();
  on_yarn::add_hadoop_settings(configuration_, spec.pattern.settings);
  FileSystems file_systems(configuration_);
  on_yarn::Staging staging(file_systems, settings_, application_id_);
  spec.staging = staging.directory();
  yarn::Submission submission;
  for (const std::string& file : on_yarn::product_files(pattern.library)) {
    spec.product.push_back(staging.share(file));
    submission.launch.resources[spec.product.back().name] = on_yarn::resource_of(spec.product.back());
  }
  submission.id = application_id_;
  submission.name = settings_.text("spark.app.name", "");
  submission.type = "SPARK";
  submission.queue = settings_.text("spark.yarn.queue", "default");
  submission.max_attempts = 1;
  submission.master = on_yarn::client_master_size(settings_);
  submission.launch.environment = {{"HADOOP_USER_NAME", client_->user()}, {"LD_LIBRARY_PATH", "$PWD"}};
  submission.launch.commands = {"./spark-executor yarn-master 1><LOG_DIR>/stdout 2><LOG_DIR>/stderr"};
  security::Credentials credentials;
  credentials.add_secret(on_yarn::kMasterSecret, to_bytes(spec));
  submission.launch.credentials = security::encode_credentials(credentials);
  return submission;
}

void YarnClientLauncher::wait_for_master() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, kLookForMaster, [this] { return called_; })) return;
    }
    const auto report = client_->report(application_id_);
    if (report && yarn::is_over(report->state))
      throw SparkException(
          "The YARN application has already ended! It might have been killed or the Application "
          "Master may have failed to start. Check the YARN application logs for more details. " +
          report->diagnostics);
  }
}

bool YarnClientLauncher::attend(net::Socket& socket, const net::Frame& first) {
  if (static_cast<on_yarn::Message>(first.kind) != on_yarn::Message::kMaster) return false;
  const auto outbox = std::make_shared<net::Outbox>(socket);
  {
    const std::lock_guard lock(mutex_);
    if (master_) return true;  // there is one
    master_ = outbox;
    called_ = true;
    changed_.notify_all();
  }
  try {
    while (true) handle(net::receive_frame(socket, on_yarn::kMostMessageBytes));
  } catch (const std::exception& error) {
    const std::lock_guard lock(mutex_);
    if (!stopping_) log::warn("spark-driver", "Connection to the YARN master lost: {}", error.what());
    master_.reset();
    changed_.notify_all();
  }
  outbox->close();
  return true;
}

void YarnClientLauncher::handle(const net::Frame& frame) {
  switch (static_cast<on_yarn::Message>(frame.kind)) {
    case on_yarn::Message::kExited: {
      const auto executor = from_bytes<on_yarn::ExecutorExited>(frame.body);
      return events_.exited(executor.executor, loss_in_container(executor));
    }
    case on_yarn::Message::kGaveUp:
      return events_.failed(frame.body);
    default:
      throw net::ConnectionLost("the master sent an unknown message");
  }
}

void YarnClientLauncher::post(on_yarn::Message kind, std::string body) {
  const std::lock_guard lock(mutex_);
  if (master_) master_->post(static_cast<std::uint8_t>(kind), std::move(body));
}

void YarnClientLauncher::prefer(const std::map<std::string, int>& hosts) {
  post(on_yarn::Message::kWanted,
       to_bytes(on_yarn::WantedExecutors{on_yarn::executor_count(settings_), hosts}));
}

void YarnClientLauncher::kill(const std::string& executor) {
  post(on_yarn::Message::kKill, executor);
}

void YarnClientLauncher::expect_end() {
  post(on_yarn::Message::kWanted, to_bytes(on_yarn::WantedExecutors{}));
}

void YarnClientLauncher::stop() {
  {
    std::unique_lock lock(mutex_);
    if (std::exchange(stopping_, true)) return;
    if (master_) master_->post(static_cast<std::uint8_t>(on_yarn::Message::kStop), {});
    // It tells YARN that all went well before it leaves.
    const bool left = changed_.wait_for(lock, kMasterEnds, [this] { return master_ == nullptr; });
    if (!application_id_.empty() && (!left || !called_))
      static_cast<void>(client_->force_kill(application_id_));
  }
  watcher_.request_stop();
}

// An application that somebody has killed, or whose master has died, cannot go on.
void YarnClientLauncher::watch(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!wake.wait_for(lock, stop, kLookAfterApplication, [&] { return stop.stop_requested(); })) {
    const auto report = client_->report(application_id_);
    if (!report || !yarn::is_over(report->state)) continue;
    {
      const std::lock_guard state(mutex_);
      if (stopping_) return;
    }
    return events_.failed(fmt::format("YARN application {} has ended: {}", application_id_,
                                      report->diagnostics));
  }
}

int YarnMasterLauncher::expected_cores() const {
  return all_cores(settings_);
}

void YarnMasterLauncher::start(const ExecutorSpec& pattern, LauncherEvents events) {
  ExecutorSpec complete = pattern;
  on_yarn::add_hadoop_settings(settings_.hadoop(), complete.settings);
  container_.allocator().set_pattern(std::move(complete));
  container_.listen({[exited = events.exited](const on_yarn::ExecutorExited& executor) {
                       exited(executor.executor, loss_in_container(executor));
                     },
                     events.failed});
}

void YarnMasterLauncher::prefer(const std::map<std::string, int>& hosts) {
  container_.allocator().want({on_yarn::executor_count(settings_), hosts});
}

void YarnMasterLauncher::stop() {
  container_.allocator().want({});
  container_.listen({});
}

std::unique_ptr<ExecutorLauncher> yarn_launcher(const Settings& settings) {
  if (on_yarn::DriverContainer* container = on_yarn::DriverContainer::current())
    return std::make_unique<YarnMasterLauncher>(settings, *container);
  return std::make_unique<YarnClientLauncher>(settings);
}

std::string yarn_driver_host(const Settings& settings) {
  const auto resource_manager =
      settings.hadoop().get_address(keys::kYarnResourcemanagerAddress);
  const bool here = resource_manager && net::is_loopback(resource_manager->host);
  return settings.text("spark.driver.host", here ? "127.0.0.1" : net::own_host());
}

}  // namespace mammoth::spark
