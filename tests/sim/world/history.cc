#include "tests/sim/world/history.h"

#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "tests/sim/world/real.h"

namespace mammoth::sim {
namespace {

int g_result = -1;
World* g_told = nullptr;

struct Numbers {
  bool good;
  std::uint64_t trace;
  Time simulated;
  std::uint64_t switches;
};

void put(const void* bytes, std::size_t count) {
  if (REAL(write)(g_result, bytes, count) != static_cast<ssize_t>(count)) ::_exit(3);
}

[[noreturn]] void end(bool good, const std::string& words) {
  const Numbers numbers{good, g_told->trace(), g_told->now(), g_told->switches()};
  put(&numbers, sizeof numbers);
  put(words.data(), words.size());
  ::_exit(good ? 0 : 1);
}

// Threads take turns, so that more processors would only make each turn begin later.
void stay_on_one_processor() {
  cpu_set_t here;
  CPU_ZERO(&here);
  const int processor = ::sched_getcpu();
  if (processor < 0) return;
  CPU_SET(static_cast<unsigned>(processor), &here);
  ::sched_setaffinity(0, sizeof here, &here);
}

void send_errors_to(const std::string& log) {
  if (log == "-") return;
  const int file =
      ::open(log.empty() ? "/dev/null" : log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file >= 0) ::dup2(file, STDERR_FILENO);
  ::close(file);
}

std::string make_directory() {
  std::string path = std::filesystem::temp_directory_path() / "mammoth-sim-XXXXXX";
  return ::mkdtemp(path.data()) ? path : std::string();
}

[[noreturn]] void tell(std::uint64_t seed, const std::function<std::string(World&)>& story,
                       const HistoryOptions& options) {
  ::mallopt(M_ARENA_MAX, 1);
  stay_on_one_processor();
  send_errors_to(options.log);
  const auto limit = static_cast<rlim_t>(options.limit_seconds);
  const rlimit of_processor{.rlim_cur = limit, .rlim_max = limit};
  ::setrlimit(RLIMIT_CPU, &of_processor);
  World world(seed);
  g_told = &world;
  std::string words;
  world.run([&] {
    words = story(world);
    end(true, words);
  });
  ::_exit(4);
}

std::string what_ended(int status) {
  if (WIFSIGNALED(status)) return std::string("ended by signal ") + ::strsignal(WTERMSIG(status));
  return "ended with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

void fail(const std::string& words) {
  end(false, words);
}

History live(std::uint64_t seed, const std::function<std::string(World&)>& story,
             const HistoryOptions& options) {
  int ends[2];
  const std::string directory = make_directory();
  if (directory.empty() || ::pipe(ends) != 0) return {.words = "no directory and no pipe"};
  const auto begin = std::chrono::steady_clock::now();
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    g_result = ends[1];
    if (::chdir(directory.c_str()) != 0) ::_exit(5);
    tell(seed, story, options);
  }
  ::close(ends[1]);
  std::string answer;
  char buffer[4096];
  for (ssize_t count; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    answer.append(buffer, static_cast<std::size_t>(count));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
  History history;
  history.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (answer.size() < sizeof(Numbers)) {
    history.words = what_ended(status);
    return history;
  }
  Numbers numbers;
  std::memcpy(&numbers, answer.data(), sizeof numbers);
  history.good = numbers.good;
  history.trace = numbers.trace;
  history.simulated = numbers.simulated;
  history.switches = numbers.switches;
  history.words = answer.substr(sizeof numbers);
  return history;
}

}  // namespace mammoth::sim
