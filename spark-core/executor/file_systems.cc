#include "spark-core/executor/file_systems.h"

#include <filesystem>

namespace mammoth::spark {

LocatedPath FileSystems::locate(const std::string& text) {
  const auto parsed = hdfs::Path::parse(text);
  if (!parsed) throw SparkException(parsed.error().message);
  std::string uri;
  if (parsed->scheme()) {
    uri = *parsed->scheme() + "://" + parsed->authority().value_or("");
  } else {
    uri = configuration_.find("fs.defaultFS").value_or("file:///");
  }
  std::shared_ptr<hdfs::FileSystem> file_system;
  {
    const std::lock_guard lock(mutex_);
    auto& opened = open_[uri];
    if (!opened) {
      auto result = hdfs::open_file_system(uri, configuration_);
      if (!result) throw SparkException(result.error().message);
      opened = std::move(*result);
    }
    file_system = opened;
  }
  const bool local = file_system->scheme() == "file";
  std::string path = parsed->path();
  if (!parsed->is_absolute())
    path = hdfs::join_path(
        local ? std::filesystem::current_path().string() : file_system->home_directory(), path);
  return {file_system, path, local ? "file:" : file_system->uri()};
}

}  // namespace mammoth::spark
