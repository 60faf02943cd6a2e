#include "hdfs-cli/daemon.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>

#include "hdfs-cli/host_name.h"

namespace mammoth::cli {

namespace {

namespace fs = std::filesystem;

constexpr int kNotRunning = 3;
constexpr int kKeptLogs = 5;

std::string variable(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

int number(const char* name, int otherwise) {
  const std::string text = variable(name, "");
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string user_name() {
  const passwd* entry = ::getpwuid(::geteuid());
  return variable("USER", entry == nullptr ? "unknown" : entry->pw_name);
}

struct Files {
  std::string pid;
  std::string out;
  std::string log;
};

Files files_of(const DaemonSettings& settings, const std::string& name) {
  const std::string stem = fmt::format("hadoop-{}-{}", settings.identity, name);
  const std::string logs = fmt::format("{}/{}-{}", settings.log_directory, stem, own_host_name());
  return {fmt::format("{}/{}.pid", settings.pid_directory, stem), logs + ".out", logs + ".log"};
}

// The process in the pid file; nothing if there is no such file.
std::optional<pid_t> read_pid(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "re");
  if (file == nullptr) return std::nullopt;
  int pid = 0;
  if (std::fscanf(file, "%d", &pid) != 1) pid = 0;
  std::fclose(file);
  return pid;
}

bool write_pid(const std::string& path, pid_t pid) {
  std::FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr) return false;
  std::fprintf(file, "%d\n", pid);
  return std::fclose(file) == 0;
}

// Ended, but nobody has asked for its exit code yet; in containers often nobody ever does.
bool is_zombie(pid_t pid) {
  std::FILE* file = std::fopen(fmt::format("/proc/{}/stat", pid).c_str(), "re");
  if (file == nullptr) return false;
  char state = '\0';
  const bool is_read = std::fscanf(file, "%*d (%*[^)]) %c", &state) == 1;
  std::fclose(file);
  return is_read && state == 'Z';
}

// In a container that started anew the number in an old file may be this very process.
bool is_alive(pid_t pid) {
  if (pid <= 0 || pid == ::getpid()) return false;
  return (::kill(pid, 0) == 0 || errno == EPERM) && !is_zombie(pid);
}

int status_of(const std::string& pid_file) {
  const auto pid = read_pid(pid_file);
  if (!pid) return kNotRunning;
  return is_alive(*pid) ? 0 : 1;
}

bool make_directory(Environment& environment, const std::string& directory) {
  std::error_code failed;
  if (!fs::is_directory(directory, failed)) {
    environment.err.line(fmt::format("WARNING: {} does not exist. Creating.", directory));
    if (!fs::create_directories(directory, failed)) {
      environment.err.line(fmt::format("ERROR: Unable to create {}. Aborting.", directory));
      return false;
    }
  }
  if (::access(directory.c_str(), W_OK) == 0) return true;
  environment.err.line(fmt::format("ERROR: Unable to write in {}. Aborting.", directory));
  return false;
}

// name.1 is the youngest of the old ones.
void rotate(const std::string& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return;
  for (int i = kKeptLogs; i > 1; --i)
    fs::rename(fmt::format("{}.{}", file, i - 1), fmt::format("{}.{}", file, i), ignored);
  fs::rename(file, file + ".1", ignored);
}

void redirect(const std::string& file, int flags, int descriptor) {
  const int opened = ::open(file.c_str(), flags, 0644);
  if (opened < 0) return;
  ::dup2(opened, descriptor);
  ::close(opened);
}

[[noreturn]] void execute(const std::string& program, const Arguments& arguments) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::signal(SIGPIPE, SIG_DFL);  // this program ignores it, and that is inherited
  ::execv(program.c_str(), argv.data());
  const std::string message = fmt::format("ERROR: {}: {}\n", program, std::strerror(errno));
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, message.data(), message.size());
  ::_exit(1);
}

int start(Environment& environment, const DaemonSettings& settings, const std::string& program,
          const Files& files, const Arguments& arguments) {
  rotate(files.out);
  environment.out.flush();
  const pid_t child = ::fork();
  if (child < 0) {
    environment.err.line(fmt::format("ERROR: fork: {}", std::strerror(errno)));
    return 1;
  }
  if (child == 0) {
    ::setsid();
    redirect("/dev/null", O_RDONLY, STDIN_FILENO);
    redirect(files.out, O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
    redirect(files.log, O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
    execute(program, arguments);
  }
  const std::string name = fs::path(program).filename();
  if (!write_pid(files.pid, child))
    environment.err.line(fmt::format("ERROR:  Cannot write {} pid {}.", name, files.pid));
  if (settings.niceness != 0 &&
      ::setpriority(PRIO_PROCESS, static_cast<id_t>(child), settings.niceness) != 0)
    environment.err.line(fmt::format("ERROR: Cannot set priority of {} process {}", name, child));
  environment.sleep(1000);
  return ::waitpid(child, nullptr, WNOHANG) == 0 ? 0 : 1;
}

int stop(Environment& environment, const DaemonSettings& settings, const std::string& name,
         const std::string& pid_file) {
  static constexpr int kStepMs = 100;
  const auto pid = read_pid(pid_file);
  if (!pid) return 0;
  if (is_alive(*pid)) {
    ::kill(*pid, SIGTERM);
    for (int waited = 0; is_alive(*pid) && waited < settings.stop_timeout_seconds * 1000;
         waited += kStepMs)
      environment.sleep(kStepMs);
    if (is_alive(*pid)) {
      environment.err.line(
          fmt::format("WARNING: {} did not stop gracefully after {} seconds: Trying to "
                      "kill with kill -9",
                      name, settings.stop_timeout_seconds));
      ::kill(*pid, SIGKILL);
      environment.sleep(kStepMs);
    }
    if (is_alive(*pid)) {
      environment.err.line(fmt::format("ERROR: Unable to kill {}", *pid));
      return 0;
    }
  }
  if (read_pid(pid_file) == pid)
    ::unlink(pid_file.c_str());
  else
    environment.err.line(
        fmt::format("WARNING: pid has changed for {}, skip deleting pid file", name));
  return 0;
}

}  // namespace

DaemonSettings daemon_settings() {
  std::error_code failed;
  const fs::path programs = fs::read_symlink("/proc/self/exe", failed).parent_path();
  const std::string home = variable("HADOOP_HOME", programs.parent_path());
  return {programs,
          variable("HADOOP_PID_DIR", "/tmp"),
          variable("HADOOP_LOG_DIR", home + "/logs"),
          variable("HADOOP_IDENT_STRING", user_name()),
          number("HADOOP_STOP_TIMEOUT", 5),
          number("HADOOP_NICENESS", 0)};
}

int run_daemon(Environment& environment, const DaemonSettings& settings, DaemonMode mode,
               const std::string& name, const Arguments& arguments) {
  const Files files = files_of(settings, name);
  if (mode == DaemonMode::kStatus) return status_of(files.pid);
  if (mode == DaemonMode::kStop) return stop(environment, settings, name, files.pid);

  if (!make_directory(environment, settings.pid_directory)) return 1;
  if (mode == DaemonMode::kStart && !make_directory(environment, settings.log_directory)) return 1;
  if (status_of(files.pid) == 0) {
    environment.err.line(fmt::format(
        "{} is running as process {}.  Stop it first and ensure {} file is empty before retry.",
        name, *read_pid(files.pid), files.pid));
    return 1;
  }
  ::unlink(files.pid.c_str());
  const std::string program = settings.program_directory + "/" + name;
  if (mode == DaemonMode::kStart) return start(environment, settings, program, files, arguments);
  if (!write_pid(files.pid, ::getpid()))
    environment.err.line(fmt::format("ERROR:  Cannot write {} pid {}.", name, files.pid));
  environment.out.flush();
  execute(program, arguments);
}

}  // namespace mammoth::cli
