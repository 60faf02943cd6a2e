#include "spark-core/remote/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

extern char** environ;

namespace mammoth::spark {
namespace {

constexpr std::size_t kWordsKept = 4096;

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    int both[2];
    if (::pipe2(both, O_CLOEXEC) != 0)
      throw std::system_error(errno, std::generic_category(), "pipe");
    read = both[0];
    write = both[1];
  }
  ~Pipe() {
    if (read >= 0) ::close(read);
    if (write >= 0) ::close(write);
  }
};

int spawn(const std::vector<std::string>& command, int input, int output, int error) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, 0);
  ::posix_spawn_file_actions_adddup2(&actions, output, 1);
  ::posix_spawn_file_actions_adddup2(&actions, error, 2);
  ::posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  // Daemons block the signals they wait for; a child starts with none blocked.
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t none;
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t pid = -1;
  const int failure =
      ::posix_spawnp(&pid, words[0], &actions, &attributes, words.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (failure != 0)
    throw std::system_error(failure, std::generic_category(), "cannot start " + command[0]);
  return pid;
}

}  // namespace

std::string to_text(const ChildEnd& end) {
  std::string text = end.signal == 0
                         ? fmt::format("Command exited with code {}", end.exit_code)
                         : fmt::format("Command killed by signal {} (SIG{})", end.signal,
                                       ::sigabbrev_np(end.signal) ? ::sigabbrev_np(end.signal)
                                                                  : "?");
  if (!end.words.empty()) text += "\n" + end.words;
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

ChildProcess::ChildProcess(const std::vector<std::string>& command, const std::string& input,
                           Streams streams)
    : streams_(std::move(streams)) {
  Pipe in, error;
  pid_ = spawn(command, in.read, streams_.output, error.write);
  running_ = true;
  input_ = std::exchange(in.write, -1);
  heard_ = std::exchange(error.read, -1);
  ::fcntl(heard_, F_SETFL, O_NONBLOCK);
  for (std::string_view left = input; !left.empty();) {
    const ssize_t n = ::write(input_, left.data(), left.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;  // it is gone already; wait() will tell
    left.remove_prefix(static_cast<std::size_t>(n));
  }
}

ChildProcess::~ChildProcess() {
  kill(SIGKILL);
  wait();
  ::close(heard_);
}

void ChildProcess::hear() {
  char buffer[4096];
  ssize_t n = 0;
  while ((n = ::read(heard_, buffer, sizeof buffer)) > 0) {
    const std::string_view text(buffer, static_cast<std::size_t>(n));
    if (streams_.heard) streams_.heard(text);
    words_ += text;
    if (words_.size() > kWordsKept) words_.erase(0, words_.size() - kWordsKept);
  }
}

// Listens until the process has ended; descendants of it may hold the pipe open longer.
ChildEnd ChildProcess::wait() {
  {
    const std::lock_guard lock(mutex_);
    if (!running_) return {};
  }
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  pollfd waiting[2] = {{process, POLLIN, 0}, {heard_, POLLIN, 0}};
  while (::poll(waiting, 2, -1) < 0 || waiting[0].revents == 0) {
    hear();
    if ((waiting[1].revents & POLLHUP) != 0) waiting[1].fd = -1;
  }
  ::close(process);
  hear();
  int status = 0;
  const std::lock_guard lock(mutex_);
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  running_ = false;
  if (input_ >= 0) ::close(std::exchange(input_, -1));
  ChildEnd end;
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
  end.words = std::move(words_);
  return end;
}

void ChildProcess::kill(int signal) {
  const std::lock_guard lock(mutex_);
  if (running_) ::kill(pid_, signal);
}

void ChildProcess::close_input() {
  const std::lock_guard lock(mutex_);
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

std::string sibling_program(const std::string& name) {
  std::error_code failure;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", failure);
  const auto beside = self.parent_path() / name;
  return !failure && std::filesystem::exists(beside) ? beside.string() : name;
}

}  // namespace mammoth::spark
