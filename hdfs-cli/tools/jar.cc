#include <unistd.h>

#include <filesystem>

#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

int run_jar(Environment& environment, const Arguments& arguments) {
  std::error_code failure;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", failure);
  const std::string program = (self.parent_path() / "mapred").string();
  Arguments all{program, "jar"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& argument : all) argv.push_back(argument.data());
  argv.push_back(nullptr);
  environment.out.flush();
  ::execv(program.c_str(), argv.data());
  environment.err.line("ERROR: cannot run " + program + ", which runs jobs");
  return 1;
}

}  // namespace mammoth::cli
