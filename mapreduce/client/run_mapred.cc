#include "mapreduce/client/run_mapred.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "common/base/log.h"
#include "common/job_library/crash_reporter.h"
#include "common/job_library/job_library.h"
#include "mapreduce/api/mapreduce.h"
#include "mapreduce/client/job_command.h"
#include "mapreduce/client/job_setup.h"

namespace mammoth::mapreduce {

namespace {

constexpr int kMisused = 1;
constexpr int kUncaught = 255;

// What Hadoop's has besides.
constexpr std::array<std::string_view, 9> kUnsupported{
    "queue",  "hsadmin",           "archive",     "archive-logs", "classpath",
    "distcp", "frameworkuploader", "minicluster", "pipes"};

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fputc('\n', stderr);
}

void print_usage() {
  print(
      "Usage: mapred [OPTIONS] SUBCOMMAND [SUBCOMMAND OPTIONS]\n\n  SUBCOMMAND is one of:\n\n"
      "historyserver  runs the server that shows finished jobs\n"
      "job            shows jobs, their tasks, counters and history, and stops them\n"
      "jar            runs a program of a job library: mapred jar LIB [PROGRAM] ARGS\n"
      "streaming      runs a job made of any executables");
}

bool is_streaming(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.find("streaming") != std::string_view::npos &&
         (name.ends_with(".jar") || name.ends_with(".so"));
}

int run_library(const Arguments& arguments) {
  if (arguments.empty()) {
    print("RunJar jarFile [mainClass] args...");
    return kUncaught;
  }
  const Result<JobLibrary> library =
      JobLibrary::open(arguments.front(), {"mammoth_mapreduce_abi", mammoth_mapreduce_abi()});
  if (!library) {
    print(library.error().message);
    return kUncaught;
  }
  install_crash_reporter(library->path());
  engine::setJobLibrary(library->path());
  const CrashStack stack;
  return library->run({arguments.begin() + 1, arguments.end()});
}

// The program beside this one takes the place of this process.
int run_history_server(const Arguments& arguments) {
  std::error_code failure;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", failure);
  const std::string program = (self.parent_path() / "historyserver").string();
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  ::execv(program.c_str(), words.data());
  print(fmt::format("ERROR: cannot run {}: {}", program, std::strerror(errno)));
  return kMisused;
}

void set_log_level() {
  std::string_view level = "INFO";
  if (const char* root = std::getenv("HADOOP_ROOT_LOGGER")) level = root;
  level = level.substr(0, level.find(','));
  log::set_level(level == "DEBUG" || level == "TRACE"                     ? log::Level::kDebug
                 : level == "WARN"                                        ? log::Level::kWarn
                 : level == "ERROR" || level == "FATAL" || level == "OFF" ? log::Level::kError
                                                                          : log::Level::kInfo);
}

}  // namespace

int reportingExceptions(const std::function<int()>& body) {
  try {
    return body();
  } catch (const Exception& exception) {
    print(exception.javaClass() + ": " + exception.what());
  } catch (const std::exception& exception) {
    print(engine::typeName(typeid(exception)) + ": " + exception.what());
  }
  return kUncaught;
}

int runMapred(const Arguments& arguments, const std::function<int(Arguments)>& streaming) {
  set_log_level();
  if (arguments.empty()) {
    print_usage();
    return kMisused;
  }
  const std::string& command = arguments.front();
  const Arguments rest(arguments.begin() + 1, arguments.end());
  if (command == "--help" || command == "-help" || command == "-h") {
    print_usage();
    return 0;
  }
  if (command == "streaming") return reportingExceptions([&] { return streaming(rest); });
  if (command == "jar") {
    if (!rest.empty() && is_streaming(rest.front()))
      return reportingExceptions([&] { return streaming({rest.begin() + 1, rest.end()}); });
    return reportingExceptions([&] { return run_library(rest); });
  }
  if (command == "job") return runJobCommand(rest);
  if (command == "historyserver") return run_history_server(rest);
  if (std::ranges::find(kUnsupported, command) != kUnsupported.end())
    print(fmt::format("ERROR: mapred {} is not supported", command));
  else
    print(fmt::format("ERROR: {} is not COMMAND nor fully qualified CLASSNAME.", command));
  print_usage();
  return kMisused;
}

}  // namespace mammoth::mapreduce
