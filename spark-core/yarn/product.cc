#include "spark-core/yarn/product.h"

#include <link.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "spark-core/remote/child_process.h"

namespace mammoth::spark::on_yarn {
namespace {

// These belong to the machine's kernel and loader, and are everywhere.
bool is_of_the_machine(const std::string& name) {
  static constexpr const char* kParts[] = {"ld-linux", "linux-vdso", "linux-gate", "libc.so",
                                           "libm.so",  "libpthread.so", "libdl.so", "librt.so",
                                           "libresolv.so", "libnss_", "libutil.so"};
  return std::any_of(std::begin(kParts), std::end(kParts),
                     [&](const char* part) { return name.starts_with(part); });
}

int add_library_path(dl_phdr_info* info, std::size_t, void* into) {
  if (info->dlpi_name != nullptr && info->dlpi_name[0] == '/')
    static_cast<std::vector<std::string>*>(into)->push_back(info->dlpi_name);
  return 0;
}

std::int64_t modified_ms(const std::filesystem::path& path) {
  const auto time = std::chrono::file_clock::to_sys(std::filesystem::last_write_time(path));
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

std::vector<std::string> product_files(const std::string& job) {
  std::vector<std::string> libraries;
  ::dl_iterate_phdr(&add_library_path, &libraries);
  const std::string executor = sibling_program("spark-executor");
  if (!executor.starts_with('/'))
    throw SparkException("spark-executor is not beside " + executor +
                         ": YARN's containers cannot get it");
  std::vector<std::string> files{executor};
  std::error_code ignored;
  for (const std::string& library : libraries)
    if (!is_of_the_machine(std::filesystem::path(library).filename()) &&
        !std::filesystem::equivalent(library, job, ignored))
      files.push_back(library);
  return files;
}

Staging::Staging(FileSystems& file_systems, const Settings& settings,
                 const std::string& application)
    : home_(file_systems.locate(settings.text("spark.yarn.stagingDir", "/"))) {
  if (home_.file_system->scheme() == "file") return;
  path_ = (settings.find("spark.yarn.stagingDir") ? home_.path : home_.file_system->home_directory()) +
          "/.sparkStaging/" + application;
  directory_ = home_.qualified(path_);
}

SharedFile Staging::share(const std::string& path) {
  const std::filesystem::path source = std::filesystem::canonical(path);
  SharedFile file;
  file.name = std::filesystem::path(path).filename();
  file.size = static_cast<std::int64_t>(std::filesystem::file_size(source));
  if (directory_.empty()) {
    file.uri = "file://" + source.string();
    file.timestamp_ms = modified_ms(source);
    return file;
  }
  hdfs::FileSystem& there = *home_.file_system;
  if (!std::exchange(made_, true)) must(there.mkdirs(path_, 0700));
  const std::string target = path_ + "/" + file.name;
  const auto writer = must(there.create(target, {.permission = 0644}));
  std::ifstream in(source, std::ios::binary);
  std::vector<char> piece(1 << 20);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0)
    must(writer->write(std::as_bytes(std::span(piece.data(), static_cast<std::size_t>(in.gcount())))));
  must(writer->close());
  const hdfs::FileStatus status = must(there.status(target));
  file.uri = home_.qualified(target);
  file.size = static_cast<std::int64_t>(status.length_bytes);
  file.timestamp_ms = status.modification_time_ms;
  return file;
}

void Staging::remove() {
  if (made_) static_cast<void>(home_.file_system->remove(path_, true));
}

yarn::LocalResource resource_of(const SharedFile& file) {
  yarn::LocalResource resource{.uri = file.uri, .size = file.size, .timestamp_ms = file.timestamp_ms};
  // What stays where it is serves the user's next application too.
  if (file.uri.starts_with("file:")) resource.visibility = yarn::LocalResource::Visibility::kPrivate;
  return resource;
}

void add_hadoop_settings(const Configuration& configuration,
                         std::map<std::string, std::string>& settings) {
  for (const auto& [name, value] : configuration.entries()) {
    const std::string source = configuration.source(name);
    if (!source.empty() && source != "default") settings.emplace("spark.hadoop." + name, value);
  }
}

}  // namespace mammoth::spark::on_yarn
