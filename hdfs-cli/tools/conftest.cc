// `hadoop conftest` (Hadoop: ConfTest): whether the files of the configuration can be read.
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kConftestUsage =
    "Usage: hadoop conftest [-conffile <path>|-h|--help]\n"
    "  Options:\n"
    "  \n"
    "  -conffile <path>\n"
    "    If not specified, the files in ${HADOOP_CONF_DIR}\n"
    "    whose name end with .xml will be verified.\n"
    "    If specified, that path will be verified.\n"
    "    A file or a directory may be given; of a directory the files whose\n"
    "    name end with .xml.\n"
    "    Several may be given.\n"
    "  -h, --help       Print this help\n";

bool is_xml(const std::filesystem::path& path) {
  return path.extension() == ".xml";
}

// The files that `path` stands for, in order.
std::vector<std::filesystem::path> configuration_files_of(const std::filesystem::path& path) {
  if (!std::filesystem::is_directory(path)) return {path};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path))
    if (entry.is_regular_file() && is_xml(entry.path())) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace

int run_conftest(Environment& environment, const Arguments& arguments) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "-h" || arguments[i] == "--help") {
      environment.out.write(kConftestUsage);
      return 0;
    }
    if (arguments[i] != "-conffile" || i + 1 == arguments.size()) {
      environment.err.write(kConftestUsage);
      return 1;
    }
    paths.push_back(arguments[++i]);
  }
  if (paths.empty()) {
    const char* directory = std::getenv("HADOOP_CONF_DIR");
    if (directory == nullptr) {
      environment.err.line("HADOOP_CONF_DIR is not defined");
      return 1;
    }
    paths.emplace_back(directory);
  }
  bool good = true;
  for (const std::string& path : paths) {
    if (!std::filesystem::exists(path)) {
      environment.err.line(path + ": not exists");
      return 1;
    }
    for (const std::filesystem::path& file : configuration_files_of(path)) {
      Configuration configuration;
      const Result<void> read = configuration.add_xml_file(file.string());
      if (read) {
        environment.out.line(file.string() + ": valid");
        continue;
      }
      good = false;
      environment.err.line(file.string() + ":\n\t" + read.error().message);
    }
  }
  if (good)
    environment.out.line("OK");
  else
    environment.err.line("Invalid file exists");
  return good ? 0 : 1;
}

}  // namespace mammoth::cli
