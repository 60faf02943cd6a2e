#include <unistd.h>

#include <climits>
#include <cstdlib>

#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kCompatibleWith = "3.4.2";
constexpr std::string_view kVersion = "0.1.0";

std::string own_path() {
  char path[PATH_MAX];
  const ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
  return length < 0 ? std::string() : std::string(path, static_cast<std::size_t>(length));
}

}  // namespace

int run_version(Environment& environment, const Arguments&) {
  environment.out.line("Hadoop " + std::string(kCompatibleWith));
  environment.out.line("Mammoth " + std::string(kVersion) + ", compatible with Apache Hadoop " +
                       std::string(kCompatibleWith));
  environment.out.line("Compiled with " __VERSION__);
  environment.out.line("This command was run using " + own_path());
  return 0;
}

int run_envvars(Environment& environment, const Arguments&) {
  for (const char* name : {"HADOOP_CONF_DIR", "HADOOP_LOG_DIR", "HADOOP_PID_DIR"}) {
    const char* value = std::getenv(name);
    environment.out.line(std::string(name) + "='" + (value == nullptr ? "" : value) + "'");
  }
  return 0;
}

}  // namespace mammoth::cli
