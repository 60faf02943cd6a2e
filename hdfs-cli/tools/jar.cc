#include <unistd.h>

#include <filesystem>

#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

// Becomes the program beside this one; `why` tells what for, where that does not come about.
int become(Environment& environment, const std::string& name, const std::string& command,
           const Arguments& arguments, std::string_view why) {
  std::error_code failure;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", failure);
  const std::string program = (self.parent_path() / name).string();
  Arguments all{program, command};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& argument : all) argv.push_back(argument.data());
  argv.push_back(nullptr);
  environment.out.flush();
  ::execv(program.c_str(), argv.data());
  environment.err.line("ERROR: cannot run " + program + ", which " + std::string(why));
  return 1;
}

}  // namespace

int run_jar(Environment& environment, const Arguments& arguments) {
  return become(environment, "mapred", "jar", arguments, "runs jobs");
}

int run_yarn_client(Environment& environment, const std::string& command,
                    const Arguments& arguments) {
  return become(environment, "yarn-cli", command, arguments, "speaks to the ResourceManager");
}

}  // namespace mammoth::cli
