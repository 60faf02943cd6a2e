#include "spark-core/deploy/worker.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "common/base/log.h"
#include "spark-core/deploy/output_file.h"
#include "spark-core/remote/spec_pipe.h"

namespace mammoth::spark::deploy {
namespace {

constexpr const char* kWorkerLog = "spark-worker";

}  // namespace

Worker::Worker(WorkerOptions options)
    : options_(std::move(options)),
      thread_([this](const std::stop_token& token) { run(token); }) {}

Worker::~Worker() {
  thread_.request_stop();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    stopped_.notify_all();
    if (master_ != nullptr) master_->interrupt();
    for (auto& [name, runner] : runners_)
      if (runner->process) runner->process->kill(SIGKILL);
  }
  thread_.join();
  for (auto& [name, runner] : runners_) runner->thread.join();
}

std::string Worker::directory_of(const std::string& application) const {
  return options_.work_directory + "/" + application;
}

void Worker::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  bool told = false;
  while (!stop.stop_requested()) {
    try {
      converse(stop);
    } catch (const std::exception& error) {
      if (!std::exchange(told, true) || registered_)
        log::warn(kWorkerLog, "{}; trying again every {} ms", error.what(),
                  options_.retry.count());
    }
    if (registered_.exchange(false)) told = false;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, options_.retry, [&] { return stop.stop_requested(); });
  }
}

// One connection to the master, until it ends.
void Worker::converse(const std::stop_token& stop) {
  net::Socket socket =
      net::Socket::connect(options_.master_host, options_.master_port, std::chrono::seconds(10));
  net::authenticate_to_server(socket, options_.secret);
  const std::string id = fmt::format("worker-{}-{}", options_.host, ::getpid());
  net::send_frame(socket, static_cast<std::uint8_t>(Message::kRegisterWorker),
                  to_bytes(RegisterWorker{id, options_.host, options_.cores,
                                          options_.memory_bytes}));
  const net::Frame answer = net::receive_frame(socket, kMostMessageBytes);
  if (static_cast<Message>(answer.kind) != Message::kRegistered)
    throw std::runtime_error("the master refused this worker: " + answer.body);
  net::Outbox outbox(socket);
  const auto set_master = [this](net::Outbox* master) {
    const std::lock_guard lock(mutex_);
    master_ = master;
  };
  set_master(&outbox);
  registered_ = true;
  log::info(kWorkerLog, "Successfully registered with master {}", answer.body);
  const std::jthread heart([&](const std::stop_token& token) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!wake.wait_for(lock, token, options_.heartbeat,
                          [&] { return token.stop_requested(); }))
      outbox.post(static_cast<std::uint8_t>(Message::kWorkerAlive), {});
  });
  try {
    while (!stop.stop_requested()) handle(net::receive_frame(socket, kMostMessageBytes));
  } catch (...) {
    set_master(nullptr);
    throw;
  }
  set_master(nullptr);
}

void Worker::handle(const net::Frame& frame) {
  forget_ended();
  switch (static_cast<Message>(frame.kind)) {
    case Message::kLaunchExecutor:
      return launch(from_bytes<LaunchExecutor>(frame.body));
    case Message::kKillExecutor: {
      const auto name = from_bytes<ExecutorName>(frame.body);
      return kill({name.application, name.executor});
    }
    case Message::kApplicationFinished:
      return application_finished(frame.body);
    case Message::kLaunchDriver:
      return launch_driver(from_bytes<LaunchDriver>(frame.body));
    case Message::kKillDriver:
      return kill({frame.body, kDriver});
    default:
      throw net::ConnectionLost("the master sent an unknown message");
  }
}

void Worker::start_runner(const Name& name, std::function<void(Runner& runner)> run) {
  auto runner = std::make_unique<Runner>();
  Runner& running = *runner;
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  runners_[name] = std::move(runner);
  running.thread = std::thread([run = std::move(run), &running] {
    run(running);
    running.done = true;
  });
}

void Worker::launch(const LaunchExecutor& order) {
  start_runner({order.application, order.executor},
               [this, order](Runner& runner) { run_executor(order, runner); });
}

void Worker::run_executor(const LaunchExecutor& order, Runner& runner) {
  ExecutorChanged change{order.application, order.executor, ExecutorState::kExited, {}, -1};
  const std::string directory =
      directory_of(order.application) + "/" + std::to_string(order.executor);
  LocalRoots roots;
  try {
    std::filesystem::create_directories(directory);
    std::filesystem::permissions(directory_of(order.application),
                                 std::filesystem::perms::owner_all);
    const OutputFile output(directory + "/stdout"), errors(directory + "/stderr");
    ExecutorSpec spec = order.pattern;
    spec.id = std::to_string(order.executor);
    spec.application = order.application;
    spec.host = options_.host;
    spec.cores = order.cores;
    spec.directory = directory + "/work";
    for (const std::string& local : options_.local_directories)
      roots.push_back(local + "/spark-" + order.application + "-" + spec.id);
    spec.roots = roots;
    spec.application_directory.clear();
    spec.fetch_library = true;
    {
      const std::lock_guard lock(mutex_);
      if (!runner.killed && !stopping_)
        runner.process = std::make_unique<ChildProcess>(
            std::vector<std::string>{sibling_program("spark-executor")}, frame_of(spec),
            ChildProcess::Streams{[&](std::string_view text) { errors.write(text); },
                                  output.descriptor()});
    }
    const ChildEnd end = runner.process ? runner.process->wait() : ChildEnd{};
    change.message = to_text(end);
    change.exit_code = end.signal != 0 ? 128 + end.signal : end.exit_code;
  } catch (const std::exception& error) {
    change.message = error.what();
  }
  std::error_code ignored;  // of one that was killed
  std::filesystem::remove_all(directory + "/work", ignored);
  for (const std::string& root : roots) std::filesystem::remove_all(root, ignored);
  if (runner.killed) change.state = ExecutorState::kKilled;
  log::info(kWorkerLog, "Executor {}/{} finished: {}", order.application, order.executor,
            change.message.substr(0, change.message.find('\n')));
  report(Message::kExecutorChanged, to_bytes(change));
}

void Worker::kill(const Name& name) {
  const std::lock_guard lock(mutex_);
  const auto known = runners_.find(name);
  if (known == runners_.end()) return;
  known->second->killed = true;
  stopped_.notify_all();
  if (known->second->process) known->second->process->kill(SIGKILL);
}

// Executors end with their driver by themselves; those that do not are helped.
void Worker::application_finished(const std::string& application) {
  std::vector<Name> left;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, runner] : runners_)
      if (name.first == application && !runner->done) left.push_back(name);
  }
  for (const Name& name : left) kill(name);
}

void Worker::report(Message kind, std::string body) {
  const std::lock_guard lock(mutex_);
  if (master_ != nullptr) master_->post(static_cast<std::uint8_t>(kind), std::move(body));
}

void Worker::forget_ended() {
  std::vector<std::unique_ptr<Runner>> ended;
  {
    const std::lock_guard lock(mutex_);
    for (auto each = runners_.begin(); each != runners_.end();) {
      if (each->second->done) {
        ended.push_back(std::move(each->second));
        each = runners_.erase(each);
      } else {
        ++each;
      }
    }
  }
  for (const auto& runner : ended) runner->thread.join();
}

}  // namespace mammoth::spark::deploy
