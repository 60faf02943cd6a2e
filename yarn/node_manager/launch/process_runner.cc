#include "yarn/node_manager/launch/process_runner.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstring>
#include <future>
#include <set>

namespace mammoth::yarn::node {

// Outlives the runner in handlers that have not run.
struct ProcessRunner::State {
  explicit State(asio::io_context& it) : context(it) {}
  asio::io_context& context;
  std::set<int> watched{};  // of the context's thread, as is the next
  bool stopped = false;
  std::atomic<std::size_t> alive{0};

  void send(int pid, int signal) {
    if (watched.contains(pid)) ::kill(-pid, signal);
  }
};

namespace {

// What posix_spawn is told, freed in any case.
struct SpawnPlan {
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
};

// No descriptor and no signal mask of ours reaches the process.
void fill(SpawnPlan& plan, const ProcessOrder& order) {
  const char* output = order.output.empty() ? "/dev/null" : order.output.c_str();
  posix_spawn_file_actions_addopen(&plan.actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&plan.actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0640);
  posix_spawn_file_actions_adddup2(&plan.actions, 1, 2);
  if (!order.directory.empty())
    posix_spawn_file_actions_addchdir_np(&plan.actions, order.directory.c_str());
  posix_spawn_file_actions_addclosefrom_np(&plan.actions, 3);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&plan.attributes, &none);
  posix_spawnattr_setsigdefault(&plan.attributes, &all);
  posix_spawnattr_setflags(&plan.attributes,
                           POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

// Ours, but for what the service manager told this daemon alone.
std::vector<char*> environment_for_children() {
  std::vector<char*> variables;
  for (char** it = environ; *it != nullptr; ++it) {
    const std::string_view text(*it);
    if (!text.starts_with("NOTIFY_SOCKET=") && !text.starts_with("WATCHDOG_"))
      variables.push_back(*it);
  }
  variables.push_back(nullptr);
  return variables;
}

int reap(int pid) {
  // Nobody can get the number of the group as long as its leader is not waited for.
  ::kill(-pid, SIGKILL);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

ProcessRunner::ProcessRunner(asio::io_context& context)
    : state_(std::make_shared<State>(context)) {}

ProcessRunner::~ProcessRunner() {
  stop();
}

void ProcessRunner::stop() {
  std::promise<void> done;
  asio::post(state_->context, [&] {
    state_->stopped = true;
    done.set_value();
  });
  done.get_future().wait();
}

std::size_t ProcessRunner::alive() const {
  return state_->alive;
}

Result<int> ProcessRunner::start(const ProcessOrder& order, Ended ended) {
  SpawnPlan plan;
  fill(plan, order);
  std::vector<char*> words;
  for (const auto& word : order.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, words[0], &plan.actions, &plan.attributes, words.data(),
                                environment_for_children().data());
  if (error != 0)
    return Error{ErrorCode::kIo,
                 fmt::format("Cannot run program \"{}\" (in directory \"{}\"): error={}, {}",
                             order.words[0], order.directory, error, std::strerror(error))};
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (watched < 0) {
    const int reason = errno;
    reap(pid);
    return Error{ErrorCode::kIo, fmt::format("pidfd_open: {}", std::strerror(reason))};
  }
  ++state_->alive;
  asio::post(state_->context, [state = state_, watched, pid, ended = std::move(ended)]() mutable {
    watch(state, pid, watched, Child::kOwn, std::move(ended));
  });
  return static_cast<int>(pid);
}

Result<void> ProcessRunner::adopt(int pid, Ended ended) {
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (watched < 0)
    return Error{ErrorCode::kIo, fmt::format("process {}: {}", pid, std::strerror(errno))};
  ++state_->alive;
  asio::post(state_->context, [state = state_, watched, pid, ended = std::move(ended)]() mutable {
    watch(state, pid, watched, Child::kAdopted, std::move(ended));
  });
  return {};
}

void ProcessRunner::watch(const std::shared_ptr<State>& state, int pid, int descriptor, Child child,
                          Ended ended) {
  state->watched.insert(pid);
  auto stream = std::make_shared<asio::posix::stream_descriptor>(state->context, descriptor);
  stream->async_wait(asio::posix::stream_descriptor::wait_read,
                     [state, stream, pid, child,
                      ended = std::move(ended)](const boost::system::error_code& failure) {
                       if (failure) return;
                       state->watched.erase(pid);
                       if (child == Child::kAdopted)
                         ::kill(-pid, SIGKILL);  // what it leaves of its group
                       const int status = child == Child::kAdopted ? -1 : reap(pid);
                       --state->alive;
                       if (!state->stopped) ended(status);
                     });
}

void ProcessRunner::signal(int pid, int signal) {
  asio::post(state_->context, [state = state_, pid, signal] { state->send(pid, signal); });
}

void ProcessRunner::terminate(int pid, std::chrono::milliseconds delay) {
  asio::post(state_->context, [state = state_, pid, delay] {
    state->send(pid, SIGTERM);
    auto timer = std::make_shared<asio::steady_timer>(state->context, delay);
    timer->async_wait([state, timer, pid](const boost::system::error_code& failure) {
      if (!failure) state->send(pid, SIGKILL);
    });
  });
}

}  // namespace mammoth::yarn::node
