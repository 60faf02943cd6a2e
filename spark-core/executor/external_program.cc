#include "spark-core/plan/external_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <system_error>

#include "common/base/file_handle.h"
#include "spark-core/plan/code_ref.h"

extern "C" char** environ;  // NOLINT: POSIX's

namespace mammoth::spark {
namespace {

void make_pipe_ends(FileHandle& reads, FileHandle& writes) {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe");
  reads.reset(ends[0]);
  writes.reset(ends[1]);
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& variables) {
  std::vector<std::string> all;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view entry = *each;
    if (!variables.contains(std::string(entry.substr(0, entry.find('='))))) all.emplace_back(entry);
  }
  for (const auto& [name, value] : variables) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

// write(2) without the signal that a pipe nobody reads raises, whatever the process does with it.
ssize_t write_quietly(int descriptor, std::string_view bytes) {
  sigset_t broken, before;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &broken, &before);
  const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
  const int error = errno;
  if (written < 0 && error == EPIPE) {
    const timespec now{};
    ::sigtimedwait(&broken, nullptr, &now);  // takes it
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

class Program final : public ExternalProgram {
 public:
  Program(std::vector<std::string> command, const std::map<std::string, std::string>& variables) {
    FileHandle its_input, its_output;
    make_pipe_ends(its_input, input_);
    make_pipe_ends(output_, its_output);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, its_input.get(), 0);
    ::posix_spawn_file_actions_adddup2(&actions, its_output.get(), 1);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);  // which this process ignores
    ::posix_spawnattr_setsigdefault(&attributes, &defaults);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    std::vector<std::string> environment = environment_with(variables);
    const int error = ::posix_spawnp(&pid_, command.at(0).c_str(), &actions, &attributes,
                                     pointers(command).data(), pointers(environment).data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
      throw SparkException("Cannot run program \"" + command[0] + "\": " + std::strerror(error));
    ::fcntl(input_.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(output_.get(), F_SETFL, O_NONBLOCK);
  }
  ~Program() override {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    static_cast<void>(wait());
  }

  std::size_t exchange(std::string_view input, std::string& output) override {
    if (!input_) return input.size();
    pollfd ready[2] = {{input_.get(), POLLOUT, 0}, {output_.get(), POLLIN, 0}};
    if (::poll(ready, output_ ? 2 : 1, -1) < 0) return 0;  // interrupted
    if (ready[1].revents != 0) read(output);
    if (ready[0].revents == 0) return 0;
    const ssize_t written = write_quietly(input_.get(), input);
    if (written >= 0) return static_cast<std::size_t>(written);
    if (errno == EAGAIN || errno == EINTR) return 0;
    input_.reset();  // it reads no more
    return input.size();
  }
  bool rest(std::string& output) override {
    input_.reset();
    while (output_) {
      pollfd ready{output_.get(), POLLIN, 0};
      if (::poll(&ready, 1, -1) > 0 && read(output)) return true;
    }
    return false;
  }
  int wait() override {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  bool read(std::string& output) {
    char bytes[16 * 1024];
    const ssize_t n = ::read(output_.get(), bytes, sizeof bytes);
    if (n > 0) output.append(bytes, static_cast<std::size_t>(n));
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) output_.reset();
    return n > 0;
  }

  pid_t pid_ = -1;
  FileHandle input_;
  FileHandle output_;
};

}  // namespace

ExternalProgram::~ExternalProgram() = default;

std::unique_ptr<ExternalProgram> start_program(
    const std::vector<std::string>& command, const std::map<std::string, std::string>& variables) {
  if (command.empty()) throw SparkException("pipe needs a command");
  return std::make_unique<Program>(command, variables);
}

}  // namespace mammoth::spark
