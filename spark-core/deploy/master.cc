#include "spark-core/deploy/master.h"

#include <algorithm>
#include <condition_variable>

#include "common/base/log.h"

namespace mammoth::spark::deploy {
namespace {

constexpr const char* kMasterLog = "spark-master";

void post(net::Outbox& outbox, Message kind, std::string body) {
  outbox.post(static_cast<std::uint8_t>(kind), std::move(body));
}

}  // namespace

Master::Master(const MasterOptions& options) : options_(options), state_(options.cluster) {
  server_ = std::make_unique<net::Server>(options_.host, options_.port, options_.secret,
                                          [this](net::Socket& socket) { serve(socket); });
  watcher_ = std::jthread([this](const std::stop_token& token) { watch(token); });
}

Master::~Master() {
  watcher_.request_stop();
  server_->stop();
}

std::string Master::url() const {
  return "spark://" + options_.host + ":" + std::to_string(port());
}

void Master::look(const std::function<void(const ClusterState& state)>& reader) const {
  const std::lock_guard lock(mutex_);
  reader(state_);
}

void Master::serve(net::Socket& socket) {
  const net::Frame first = net::receive_frame(socket, kMostMessageBytes);
  switch (static_cast<Message>(first.kind)) {
    case Message::kRegisterWorker:
      return attend_worker(socket, from_bytes<RegisterWorker>(first.body));
    case Message::kRegisterApplication:
      return attend_application(socket, from_bytes<RegisterApplication>(first.body));
    case Message::kSubmitDriver:
    case Message::kKillDriver:
    case Message::kDriverStatus:
      return net::send_frame(socket, static_cast<std::uint8_t>(Message::kDriverAnswer),
                             to_bytes(answer_submitter(first)));
    default:
      throw net::ConnectionLost(socket.peer() + " is neither worker nor driver");
  }
}

DriverAnswer Master::answer_submitter(const net::Frame& request) {
  const std::lock_guard lock(mutex_);
  switch (static_cast<Message>(request.kind)) {
    case Message::kSubmitDriver: {
      const auto [id, actions] = state_.driver_submitted(
          from_bytes<DriverDescription>(request.body), clock_.wall_ms());
      log::info(kMasterLog, "Driver submitted {}", id);
      carry_out(actions);
      return {true, id, "Driver successfully submitted as " + id};
    }
    case Message::kKillDriver: {
      const auto [answer, actions] = state_.kill_driver(request.body);
      carry_out(actions);
      return answer;
    }
    default:
      return state_.driver_status(request.body);
  }
}

void Master::attend_worker(net::Socket& socket, const RegisterWorker& who) {
  const auto outbox = std::make_shared<net::Outbox>(socket);
  {
    const std::lock_guard lock(mutex_);
    const auto actions = state_.worker_joined(who, clock_.monotonic_ms());
    if (!actions) {
      net::send_frame(socket, static_cast<std::uint8_t>(Message::kRefused),
                      "Duplicate worker ID: " + who.id);
      return outbox->close();
    }
    workers_[who.id] = outbox;
    post(*outbox, Message::kRegistered, url());
    log::info(kMasterLog, "Registering worker {} with {} cores, {} MiB RAM", who.id, who.cores,
              who.memory_bytes >> 20);
    carry_out(*actions);
  }
  std::string reason;
  try {
    while (true) handle_worker(who.id, net::receive_frame(socket, kMostMessageBytes));
  } catch (const std::exception& error) {
    reason = error.what();
  }
  {
    const std::lock_guard lock(mutex_);
    log::info(kMasterLog, "Removing worker {}: {}", who.id, reason);
    workers_.erase(who.id);
    carry_out(state_.worker_lost(who.id, "Worker lost: " + who.id));
  }
  outbox->close();
}

void Master::handle_worker(const std::string& worker, const net::Frame& frame) {
  const std::lock_guard lock(mutex_);
  state_.worker_alive(worker, clock_.monotonic_ms());
  switch (static_cast<Message>(frame.kind)) {
    case Message::kWorkerAlive:
      return;
    case Message::kExecutorChanged:
      return carry_out(
          state_.executor_changed(from_bytes<ExecutorChanged>(frame.body), clock_.wall_ms()));
    case Message::kDriverChanged: {
      const auto change = from_bytes<DriverChanged>(frame.body);
      log::info(kMasterLog, "Driver {} is {}", change.id, to_text(change.state));
      return carry_out(state_.driver_changed(change));
    }
    default:
      throw net::ConnectionLost("worker " + worker + " sent an unknown message");
  }
}

void Master::attend_application(net::Socket& socket, RegisterApplication who) {
  const auto outbox = std::make_shared<net::Outbox>(socket);
  std::string id;
  {
    const std::lock_guard lock(mutex_);
    const std::string name = who.name;
    auto [given, actions] = state_.application_joined(std::move(who), clock_.wall_ms());
    id = given;
    applications_[id] = outbox;
    post(*outbox, Message::kRegistered, id);
    log::info(kMasterLog, "Registered app {} with ID {}", name, id);
    carry_out(actions);
  }
  try {
    while (true) handle_application(id, net::receive_frame(socket, kMostMessageBytes));
  } catch (const std::exception& error) {
    log::info(kMasterLog, "Removing app {}: {}", id, error.what());
  }
  {
    const std::lock_guard lock(mutex_);
    applications_.erase(id);
    carry_out(state_.application_left(id, clock_.wall_ms()));
  }
  outbox->close();
}

void Master::handle_application(const std::string& application, const net::Frame& frame) {
  const std::lock_guard lock(mutex_);
  switch (static_cast<Message>(frame.kind)) {
    case Message::kKillExecutor: {
      const auto name = from_bytes<ExecutorName>(frame.body);
      return carry_out(state_.kill_executor({application, name.executor}));
    }
    case Message::kExecutorChanged: {  // it has registered with its driver
      const auto change = from_bytes<ExecutorChanged>(frame.body);
      return carry_out(state_.executor_changed(
          {application, change.executor, ExecutorState::kRunning, {}, 0}, clock_.wall_ms()));
    }
    default:
      throw net::ConnectionLost("application " + application + " sent an unknown message");
  }
}

void Master::carry_out(const Actions& actions) {
  const auto tell = [](const auto& parties, const std::string& id, Message kind,
                       const std::string& body) {
    if (const auto known = parties.find(id); known != parties.end())
      post(*known->second, kind, body);
  };
  for (const Actions::Kill& kill : actions.kills)
    tell(workers_, kill.worker, Message::kKillExecutor, to_bytes(kill.executor));
  for (const ExecutorChanged& change : actions.changes)
    tell(applications_, change.application, Message::kExecutorChanged, to_bytes(change));
  for (const auto& [application, reason] : actions.removals)
    tell(applications_, application, Message::kApplicationRemoved, reason);
  for (const std::string& application : actions.finished)
    for (const auto& [id, worker] : workers_)
      post(*worker, Message::kApplicationFinished, application);
  for (const auto& [worker, driver] : actions.driver_kills)
    tell(workers_, worker, Message::kKillDriver, driver);
  for (const Actions::DriverLaunch& launch : actions.driver_launches) {
    log::info(kMasterLog, "Launching driver {} on worker {}", launch.order.id, launch.worker);
    tell(workers_, launch.worker, Message::kLaunchDriver, to_bytes(launch.order));
  }
  for (const Actions::Launch& launch : actions.launches) {
    log::info(kMasterLog, "Launching executor {}/{} on worker {}", launch.order.application,
              launch.order.executor, launch.worker);
    tell(workers_, launch.worker, Message::kLaunchExecutor, to_bytes(launch.order));
  }
}

// Gives up workers that have been silent for too long; the thread that reads them does the rest.
void Master::watch(const std::stop_token& token) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock waiting(mutex);
  const std::chrono::milliseconds pause(
      std::clamp<std::int64_t>(options_.worker_timeout_ms / 4, 10, 1000));
  while (!wake.wait_for(waiting, token, pause, [&] { return token.stop_requested(); })) {
    const std::lock_guard lock(mutex_);
    for (const std::string& worker :
         state_.silent_workers(clock_.monotonic_ms() - options_.worker_timeout_ms))
      if (const auto known = workers_.find(worker); known != workers_.end()) {
        log::warn(kMasterLog, "Removing {} because we got no heartbeat in {} seconds", worker,
                  options_.worker_timeout_ms / 1000);
        known->second->interrupt();
      }
  }
}

}  // namespace mammoth::spark::deploy
