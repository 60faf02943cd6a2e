#include "mapreduce/streaming/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "mapreduce/api/exceptions.h"

namespace mammoth::mapreduce::streaming {

namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr int kLook_ms = 100;  // how often one who waits looks whether the program is killed
constexpr std::size_t kMaxLineBytes = std::size_t{1} << 30;

struct Pipe {
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw IOException("cannot make a pipe");
    read = ends[0];
    write = ends[1];
  }
  int read;
  int write;
};

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const auto is_program = [](const std::string& path) {
    return ::access(path.c_str(), X_OK) == 0 && !std::filesystem::is_directory(path);
  };
  if (is_program("./" + name)) return std::filesystem::absolute(name).string();
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "/usr/bin:/bin" : path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string candidate = std::string(rest.substr(0, end)) + "/" + name;
    if (is_program(candidate)) return candidate;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return name;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

std::vector<std::string> splitCommand(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (const char c : command) {
    if (quote != 0) {
      if (c == quote)
        quote = 0;
      else
        word += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t') {
      if (in_word) words.push_back(std::exchange(word, ""));
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (in_word) words.push_back(std::move(word));
  return words;
}

ChildProcess::ChildProcess(const std::string& command,
                           const std::vector<std::string>& environment) {
  std::vector<std::string> words = splitCommand(command);
  if (words.empty()) throw IOException("an empty command cannot be run");
  const std::string program = find_program(words.front());
  std::vector<std::string> variables = environment;
  const Pipe in;
  const Pipe out;
  const Pipe err;
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.read, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out.write, 1);
  ::posix_spawn_file_actions_adddup2(&actions, err.write, 2);
  // The program sees pipes break, as programs expect.
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t defaults;
  ::sigemptyset(&defaults);
  ::sigaddset(&defaults, SIGPIPE);
  ::posix_spawnattr_setsigdefault(&attributes, &defaults);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const int failure = ::posix_spawn(&pid_, program.c_str(), &actions, &attributes,
                                    pointers(words).data(), pointers(variables).data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  for (const int end : {in.read, out.write, err.write}) ::close(end);
  input_ = in.write;
  ::fcntl(input_, F_SETFL, O_WRONLY | O_NONBLOCK);
  output_ = out.read;
  errors_ = err.read;
  if (failure != 0) {
    pid_ = -1;
    for (const int end : {input_, output_, errors_}) ::close(end);
    throw Exception("java.lang.RuntimeException",
                    fmt::format("Cannot run program \"{}\": error={}, {}", words.front(), failure,
                                std::strerror(failure)));
  }
}

ChildProcess::~ChildProcess() {
  closeInput();
  ::close(output_);
  ::close(errors_);
  if (pid_ > 0) {
    kill();
    wait();
  }
}

// False once the program is killed.
bool ChildProcess::wait_for(int descriptor, short events) const {
  for (;;) {
    if (killed_) return false;
    pollfd wanted{.fd = descriptor, .events = events, .revents = 0};
    if (::poll(&wanted, 1, kLook_ms) > 0) return !killed_;
  }
}

bool ChildProcess::write(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!wait_for(input_, POLLOUT)) return false;
    const ssize_t count = ::write(input_, bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void ChildProcess::closeInput() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

void ChildProcess::kill() {
  killed_ = true;
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

int ChildProcess::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void ChildProcess::forEachLine(int descriptor, const LineFunction& each) const {
  std::string pending;
  std::string buffer(kBufferBytes, '\0');
  while (wait_for(descriptor, POLLIN)) {
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    for (std::size_t end; (end = bytes.find('\n')) != std::string_view::npos;
         bytes.remove_prefix(end + 1)) {
      if (pending.empty()) {
        each(bytes.substr(0, end));
      } else {
        pending += bytes.substr(0, end);
        each(pending);
        pending.clear();
      }
    }
    if (pending.size() + bytes.size() > kMaxLineBytes)
      throw IOException("a line of a streaming program is longer than 1 GiB");
    pending += bytes;
  }
  if (!pending.empty() && !killed_) each(pending);
}

}  // namespace mammoth::mapreduce::streaming
