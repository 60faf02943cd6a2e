#include "spark-core/remote/executor_process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <future>
#include <optional>

#include "common/base/log.h"
#include "common/job_library/crash_reporter.h"
#include "spark-core/blocks/block_client.h"
#include "spark-core/blocks/block_server.h"
#include "spark-core/executor/barrier_deadline.h"
#include "spark-core/executor/memory_share.h"
#include "spark-core/executor/shared_variables.h"
#include "spark-core/executor/task_pool.h"
#include "spark-core/net/server.h"
#include "spark-core/remote/spec_pipe.h"

namespace mammoth::spark {
namespace {

constexpr std::size_t kMostMessageBytes = std::size_t{1} << 30;
constexpr auto kCheckInterval = std::chrono::milliseconds(20);
constexpr std::uint64_t kMostBroadcastBytes = std::uint64_t{16} << 30;

// Whoever listened may be gone.
void say(const char* what) {
  const std::string line = fmt::format("spark-executor: {}\n", what);
  static_cast<void>(!::write(2, line.data(), line.size()));
}

// What this process removes when it ends.
struct Leavings {
  explicit Leavings(const ExecutorSpec& spec)
      : own(spec.roots), application(spec.application_directory) {
    own.push_back(spec.directory);
  }
  LocalRoots own;
  std::string application;  // empty: nothing
};

// Ends the process at once, its files removed: the driver is gone and a task may hang in user code.
// The first thread that calls it does it; others wait for the end.
[[noreturn]] void leave(const Leavings& leavings, int code) {
  static std::mutex once;
  once.lock();
  std::error_code ignored;
  const auto remove_own = [&] {
    for (const std::string& directory : leavings.own)
      std::filesystem::remove_all(directory, ignored);
  };
  remove_own();
  // Executors do this side by side, which disturbs each; the last one succeeds.
  constexpr int kTries = 100;
  for (int i = 0; code != 0 && !leavings.application.empty() && i < kTries; ++i) {
    std::filesystem::remove_all(leavings.application + "/driver", ignored);
    remove_own();  // which a start under way may make again
    if (::rmdir(leavings.application.c_str()) == 0 || errno == ENOENT) break;
    ::usleep(20'000);
  }
  ::_exit(code);
}

class ExecutorProcess {
 public:
  explicit ExecutorProcess(ExecutorSpec spec)
      : spec_(std::move(spec)), settings_(spec_.settings), driver_(connect()) {
    fetching_.secret = spec_.secret;
    fetching_.timeout =
        std::chrono::milliseconds(settings_.time_ms("spark.network.timeout", 120'000));
    fetching_.retries = static_cast<int>(settings_.integer("spark.shuffle.io.maxRetries", 3));
    fetching_.retry_wait =
        std::chrono::milliseconds(settings_.time_ms("spark.shuffle.io.retryWait", 5'000));
    fetching_.most_in_memory =
        settings_.size_bytes("spark.network.maxRemoteBlockSizeFetchToMem", 64u << 20);
    heartbeat_ =
        std::chrono::milliseconds(settings_.time_ms("spark.executor.heartbeatInterval", 10'000));
  }
  const ExecutorSpec& spec() const { return spec_; }

  void load_library(const LibraryAbi& abi) {
    for (const std::string& name : spec_.files)
      fetch_file(fetching_, spec_.driver_host, spec_.driver_port, file_block(name), name);
    if (spec_.library.empty()) return;
    std::string path = spec_.library;
    if (spec_.fetch_library) {
      path = spec_.directory + "/" + std::filesystem::path(path).filename().string();
      fetch_file(fetching_, spec_.driver_host, spec_.driver_port, kLibraryBlock, path);
    }
    const auto library = JobLibrary::open(path, abi);
    if (!library) throw std::runtime_error(library.error().message);
    install_crash_reporter(library->path());
  }

  // Until the driver says stop; throws ConnectionLost when it is gone.
  void run() {
    start();
    std::jthread heart([this](std::stop_token stop) { beat(stop); });
    while (true) {
      const net::Frame frame = net::receive_frame(driver_, kMostMessageBytes);
      if (static_cast<Message>(frame.kind) == Message::kStop) return;
      handle(frame);
    }
  }

 private:
  net::Socket connect() {
    net::Socket socket =
        net::Socket::connect(spec_.driver_host, spec_.driver_port, std::chrono::seconds(20));
    net::authenticate_to_server(socket, spec_.secret);
    return socket;
  }
  void start() {
    ExecutorOptions options = executor_options(settings_, "spark.executor.memory", spec_.cores);
    options.id = spec_.id;
    options.host = spec_.host;
    options.roots = spec_.roots;
    if (options.roots.empty()) options.roots.push_back(spec_.directory + "/blocks");
    options.owns_roots = true;
    executor_.emplace(
        std::move(options), settings_.hadoop(),
        [this](const TaskIdentity& task) { return may_commit(task); },
        [this](const OutputPlace& place, std::vector<MapOutputId> outputs, int reduce) {
          return fetch_outputs(fetching_, executor_->files(), place, std::move(outputs), reduce);
        },
        Peers{[this](BlockKey key) { return fetch_cached_block(key); },
              [this](BlockKey key, StorageLevel level) { replicate(key, level); },
              [this](const TaskIdentity& task, std::uint64_t epoch, const std::string& message,
                     const std::function<void()>& check) {
                return all_gather(task, epoch, message, check);
              }});
    set_broadcast_source([this](std::uint64_t id) { return fetch_broadcast(id); });
    blocks_.emplace(spec_.host, 0, spec_.secret, [this](net::Socket& socket) {
      serve_blocks(socket, net::receive_frame(socket, kMostRequestBytes), executor_->files(),
                   &executor_->blocks());
    });
    pool_.emplace(
        *executor_, spec_.cores,
        [this](std::int64_t task) { send(Message::kTaskRunning, to_bytes(task)); },
        [this](std::int64_t task, TaskOutcome outcome) { report(task, std::move(outcome)); });
    send(Message::kRegister,
         to_bytes(RegisterExecutor{spec_.id, spec_.host, spec_.cores, blocks_->port(),
                                   executor_->files().roots(), ::getpid()}));
  }

  void handle(const net::Frame& frame) {
    switch (static_cast<Message>(frame.kind)) {
      case Message::kRegistered:
        return;
      case Message::kRefused:
        throw std::runtime_error("the driver refused this executor: " + frame.body);
      case Message::kPlan:
        return keep_plan(from_bytes<SendPlan>(frame.body));
      case Message::kLaunch: {
        auto launch = from_bytes<LaunchTask>(frame.body);
        return pool_->launch(launch.task, std::move(launch.bytes),
                             plans_.at({launch.stage, launch.attempt}));
      }
      case Message::kKill:
        return pool_->kill(from_bytes<std::int64_t>(frame.body));
      case Message::kMayCommit:
        return answered(from_bytes<MayCommit>(frame.body).question, frame.body);
      case Message::kBlockPlaces:
        return answered(from_bytes<BlockPlaces>(frame.body).question, frame.body);
      case Message::kBarrierPassed:
        return answered(from_bytes<BarrierPassed>(frame.body).question, frame.body);
      case Message::kRemoveRdd:
        return executor_->blocks().remove_rdd(from_bytes<int>(frame.body));
      case Message::kRemoveBroadcast:
        return drop_broadcast(from_bytes<std::uint64_t>(frame.body));
      default:
        throw net::ConnectionLost("the driver sent an unknown message");
    }
  }
  // Tasks of a stage come right behind its plan; old plans are of stages that have ended.
  void keep_plan(SendPlan plan) {
    constexpr std::size_t kMostPlans = 256;
    if (plans_.size() == kMostPlans) plans_.erase(plans_.begin());
    plans_[{plan.stage, plan.attempt}] = std::make_shared<const std::string>(std::move(plan.bytes));
  }

  void report(std::int64_t task, TaskOutcome outcome) {
    const auto direct = settings_.size_bytes("spark.task.maxDirectResultSize", 1u << 20);
    outcome.result_bytes = outcome.result.size();
    try {
      if (outcome.result.size() > direct) {
        outcome.result_file = std::string(kResultPrefix) + std::to_string(task);
        LocalFiles& files = executor_->files();
        files.create(files.path_of(outcome.result_file)).append(outcome.result);
        outcome.result.clear();
      }
    } catch (const std::exception& error) {
      outcome = {};
      outcome.message = error.what();
    }
    send(Message::kTaskEnded, to_bytes(TaskEnded{task, std::move(outcome)}));
  }

  // Asks the driver and waits for its answer; calls `check` now and then.
  template <class Answer, class Question>
  Answer ask(Message kind, Question question, const std::function<void()>& check = nullptr) {
    std::future<std::string> answer;
    {
      const std::lock_guard lock(questions_mutex_);
      question.question = ++last_question_;
      answer = questions_[question.question].get_future();
    }
    send(kind, to_bytes(question));
    while (check && answer.wait_for(kCheckInterval) != std::future_status::ready) check();
    return from_bytes<Answer>(answer.get());
  }
  void answered(std::uint64_t question, const std::string& body) {
    const std::lock_guard lock(questions_mutex_);
    if (const auto asked = questions_.extract(question)) asked.mapped().set_value(body);
  }
  std::vector<std::string> all_gather(const TaskIdentity& task, std::uint64_t epoch,
                                      const std::string& message,
                                      const std::function<void()>& check) {
    const BarrierDeadline deadline(settings_, task, epoch);
    auto passed = ask<BarrierPassed>(Message::kBarrier, AtBarrier{0, task, epoch, message}, [&] {
      check();
      deadline.check();
    });
    if (!passed.error.empty()) throw SparkException(passed.error);
    return std::move(passed.messages);
  }
  bool may_commit(const TaskIdentity& task) {
    return ask<MayCommit>(Message::kAskCommit, AskCommit{0, task}).allowed;
  }

  // A peer that fails is one that does not have it.
  std::optional<std::string> fetch_cached_block(BlockKey key) {
    const auto places = ask<BlockPlaces>(Message::kAskBlock, AskBlock{0, key.rdd, key.partition});
    for (const OutputPlace& place : places.holders) {
      if (place.executor == spec_.id) continue;
      try {
        if (auto bytes = fetch_cached(fetching_, place, key, executor_->blocks().limit_bytes()))
          return bytes;
      } catch (const std::exception& error) {
        log::warn("spark-executor", "block rdd_{}_{}: {}", key.rdd, key.partition, error.what());
      }
    }
    return std::nullopt;
  }
  // Peers that cannot are passed over; too few copies are no error (Spark: a warning).
  void replicate(BlockKey key, StorageLevel level) {
    BlockStore& blocks = executor_->blocks();
    const auto bytes = blocks.bytes_of(key, SIZE_MAX);
    if (!bytes) return;  // it was not kept here either
    auto others = ask<BlockPlaces>(Message::kAskBlock, AskBlock{0, key.rdd, key.partition}).others;
    if (!others.empty())
      std::ranges::rotate(others, others.begin() + key.partition % std::ssize(others));
    int wanted = level.replication - 1;
    for (auto other = others.begin(); wanted > 0 && other != others.end(); ++other) {
      try {
        if (!send_copy(fetching_, *other, key, level, *bytes)) continue;
        blocks.copied(key, other->executor);
        --wanted;
      } catch (const std::exception& error) {
        log::warn("spark-executor", "Failed to replicate rdd_{}_{} to executor {}: {}", key.rdd,
                  key.partition, other->executor, error.what());
      }
    }
    if (wanted > 0)
      log::warn("spark-executor",
                "Block rdd_{}_{} replicated to only {} peer(s) instead of {} peers", key.rdd,
                key.partition, level.replication - 1 - wanted, level.replication - 1);
  }

  std::shared_ptr<const void> fetch_broadcast(std::uint64_t id) {
    const std::string bytes = fetch_block(fetching_, spec_.driver_host, spec_.driver_port,
                                          broadcast_block(id), kMostBroadcastBytes);
    Reader in(bytes);
    const auto* ops = static_cast<const BroadcastOps*>(read_code_ref(in));
    return ops->read(in);
  }

  void beat(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!wake.wait_for(lock, stop, heartbeat_, [&] { return stop.stop_requested(); }))
      send(Message::kHeartbeat, {});
  }

  // A driver that is gone is noticed by the reading thread.
  void send(Message kind, std::string_view body) {
    const std::lock_guard lock(sending_);
    try {
      net::send_frame(driver_, static_cast<std::uint8_t>(kind), body);
    } catch (const net::ConnectionLost& lost) {
      log::debug("spark-executor", "{}", lost.what());
    }
  }

  const ExecutorSpec spec_;
  const Settings settings_;
  net::Socket driver_;
  std::mutex sending_;
  FetchOptions fetching_;
  std::chrono::milliseconds heartbeat_;
  std::map<std::pair<int, int>, std::shared_ptr<const std::string>> plans_;  // by stage, attempt
  std::mutex questions_mutex_;
  std::uint64_t last_question_ = 0;                               // guarded by questions_mutex_
  std::map<std::uint64_t, std::promise<std::string>> questions_;  // guarded by questions_mutex_
  std::optional<Executor> executor_;
  std::optional<net::Server> blocks_;
  std::optional<TaskPool> pool_;
};

// Never destroys the process object: a task may hang in user code for ever.
[[noreturn]] void serve(ExecutorSpec spec, const LibraryAbi& abi, const Leavings& leavings) {
  std::unique_ptr<ExecutorProcess> process;
  try {
    process = std::make_unique<ExecutorProcess>(std::move(spec));
    process->load_library(abi);
    process->run();
  } catch (const std::exception& error) {
    say(error.what());
    leave(leavings, 1);
  }
  leave(leavings, 0);
}

void enter_directory(const ExecutorSpec& spec) {
  std::signal(SIGPIPE, SIG_IGN);
  log::set_level(log::Level::kWarn);
  std::filesystem::create_directories(spec.directory);
  std::filesystem::current_path(spec.directory);  // as Spark's executors have work directories
}

}  // namespace

int run_executor(ExecutorSpec spec, const LibraryAbi& abi) {
  try {
    enter_directory(spec);
  } catch (const std::exception& error) {
    say(error.what());
    return 1;
  }
  const Leavings leavings(spec);
  serve(std::move(spec), abi, leavings);
}

int run_executor(const LibraryAbi& abi) {
  ExecutorSpec spec;
  try {
    spec = read_spec(0);
    enter_directory(spec);
  } catch (const std::exception& error) {
    say(error.what());
    return 1;
  }
  const Leavings leavings(spec);
  // When the starter is gone, or wants this process to end, its end of the pipe closes.
  const std::jthread watch([&leavings] {
    char byte = 0;
    while (::read(0, &byte, 1) > 0 || errno == EINTR) errno = 0;
    leave(leavings, 1);
  });
  serve(std::move(spec), abi, leavings);
}

}  // namespace mammoth::spark
