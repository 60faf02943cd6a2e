// `hdfs classpath` (Hadoop: Classpath): there are no jars, only the configuration.
#include <cstdlib>

#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {
constexpr std::string_view kClasspathUsage =
    "classpath [--glob|--jar <path>|-h|--help] :\n"
    "  Prints the directory of the configuration, which is all that a class path of this\n"
    "  installation holds: nothing here runs in a JVM.\n";
}

int run_classpath(Environment& environment, const Arguments& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "-h" || argument == "-help" || argument == "--help") {
      environment.out.write(kClasspathUsage);
      return 0;
    }
    if (argument == "--jar") {
      environment.err.line("classpath: --jar is not supported: there are no jars.");
      return 1;
    }
    if (argument != "--glob") {
      environment.err.line("Unrecognized option: " + argument);
      return 1;
    }
  }
  const char* directory = std::getenv("HADOOP_CONF_DIR");
  environment.out.line(directory == nullptr ? "/etc/hadoop" : directory);
  return 0;
}

}  // namespace mammoth::cli
