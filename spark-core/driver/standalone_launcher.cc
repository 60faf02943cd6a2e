#include "spark-core/driver/standalone_launcher.h"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/base/log.h"
#include "spark-core/deploy/messages.h"
#include "spark-core/plan/code_ref.h"

namespace mammoth::spark {
namespace {

std::string contents_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw SparkException("cannot read the secret in " + path);
  std::string secret = text.str();
  while (!secret.empty() && secret.back() == '\n') secret.pop_back();
  return secret;
}

std::string own_secret() {
  const char* home = std::getenv("HOME");
  const passwd* entry = ::getpwuid(::geteuid());
  const std::string directory =
      std::string(home != nullptr ? home : entry != nullptr ? entry->pw_dir : "/tmp") +
      "/.mammoth";
  std::filesystem::create_directories(directory);
  const std::string path = directory + "/spark-secret";
  // Written under another name, so that nobody reads half of it.
  const std::string temporary = path + "." + std::to_string(::getpid());
  if (!std::filesystem::exists(path)) {
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const std::string secret = net::new_secret();
    const bool written =
        file >= 0 && ::write(file, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size());
    if (file >= 0) ::close(file);
    if (!written) throw SparkException("cannot write the secret to " + temporary);
    static_cast<void>(::link(temporary.c_str(), path.c_str()));  // who was first wins
    ::unlink(temporary.c_str());
  }
  return contents_of(path);
}

std::string user() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry == nullptr ? std::to_string(::geteuid()) : entry->pw_name;
}

scheduler::ExecutorLoss loss_of(const deploy::ExecutorChanged& change) {
  using Kind = scheduler::ExecutorLoss::Kind;
  scheduler::ExecutorLoss loss;
  loss.message = change.message;
  switch (change.state) {
    case deploy::ExecutorState::kLost:
      loss.kind = Kind::kProcessLost;
      loss.caused_by_app = false;
      break;
    case deploy::ExecutorState::kKilled:
      loss.kind = Kind::kKilledByDriver;
      loss.caused_by_app = false;
      break;
    default:
      loss.kind = Kind::kExited;
  }
  return loss;
}

}  // namespace

std::string cluster_secret(const Settings& settings) {
  if (const auto secret = settings.find("spark.authenticate.secret")) return *secret;
  if (const auto file = settings.find("spark.authenticate.secret.file")) return contents_of(*file);
  return own_secret();
}

StandaloneLauncher::StandaloneLauncher(const Settings& settings, const Master& master)
    : settings_(settings), master_(master) {}

void StandaloneLauncher::start(const ExecutorSpec& pattern, LauncherEvents events) {
  events_ = std::move(events);
  deploy::RegisterApplication who;
  who.name = settings_.text("spark.app.name", "");
  who.user = user();
  who.most_cores = static_cast<int>(settings_.integer("spark.cores.max", 0));
  who.executor_cores = static_cast<int>(settings_.integer("spark.executor.cores", 0));
  who.executor_memory_bytes =
      settings_.size_bytes("spark.executor.memory", std::uint64_t{1} << 30);
  who.pattern = pattern;
  who.pattern.application_directory.clear();
  try {
    socket_.emplace(net::Socket::connect(master_.host, master_.port, std::chrono::seconds(20)));
    net::authenticate_to_server(*socket_, cluster_secret(settings_));
    net::send_frame(*socket_, static_cast<std::uint8_t>(deploy::Message::kRegisterApplication),
                    to_bytes(who));
    const net::Frame answer = net::receive_frame(*socket_, deploy::kMostMessageBytes);
    if (static_cast<deploy::Message>(answer.kind) != deploy::Message::kRegistered)
      throw net::ConnectionLost(answer.body);
    application_id_ = answer.body;
  } catch (const net::ConnectionLost& error) {
    throw SparkException(std::string("All masters are unresponsive! Giving up. ") + error.what());
  }
  outbox_ = std::make_unique<net::Outbox>(*socket_);
  thread_ = std::thread([this] { listen(); });
}

void StandaloneLauncher::listen() {
  try {
    while (true) {
      const net::Frame frame = net::receive_frame(*socket_, deploy::kMostMessageBytes);
      switch (static_cast<deploy::Message>(frame.kind)) {
        case deploy::Message::kExecutorChanged: {
          const auto change = from_bytes<deploy::ExecutorChanged>(frame.body);
          events_.exited(std::to_string(change.executor), loss_of(change));
          break;
        }
        case deploy::Message::kApplicationRemoved:
          events_.failed(frame.body);
          break;
        default:
          throw net::ConnectionLost("the master sent an unknown message");
      }
    }
  } catch (const std::exception& error) {
    if (!stopping_)
      log::warn("spark-driver", "Connection to master lost: {}; going on with the executors there are",
                error.what());
  }
}

void StandaloneLauncher::joined(const std::string& executor) {
  if (!outbox_) return;
  deploy::ExecutorChanged change;
  change.executor = std::atoi(executor.c_str());
  outbox_->post(static_cast<std::uint8_t>(deploy::Message::kExecutorChanged), to_bytes(change));
}

void StandaloneLauncher::kill(const std::string& executor) {
  if (!outbox_) return;
  outbox_->post(static_cast<std::uint8_t>(deploy::Message::kKillExecutor),
                to_bytes(deploy::ExecutorName{{}, std::atoi(executor.c_str())}));
}

void StandaloneLauncher::stop() {
  stopping_ = true;
  if (outbox_) outbox_->close();
  if (thread_.joinable()) thread_.join();
}

}  // namespace mammoth::spark
