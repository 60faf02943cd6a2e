#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "common/formats/codec.h"
#include "common/hdfs/glob.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/file_formats.h"
#include "mapreduce/api/files.h"
#include "mapreduce/api/job.h"

namespace mammoth::mapreduce {

namespace {

constexpr std::string_view kInputDir = "mapreduce.input.fileinputformat.inputdir";
constexpr double kSplitSlop = 1.1;

bool is_hidden(std::string_view name) {
  return name.starts_with('_') || name.starts_with('.');
}

// Commas that are part of a path have a backslash before them, and those of braces do not separate.
std::vector<std::string> split_paths(std::string_view text) {
  std::vector<std::string> paths;
  std::string current;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ',') {
      current += text[++i];
      continue;
    }
    if (text[i] == '{') ++depth;
    if (text[i] == '}') --depth;
    if (text[i] == ',' && depth == 0) {
      if (!current.empty()) paths.push_back(std::move(current));
      current.clear();
    } else {
      current += text[i];
    }
  }
  if (!current.empty()) paths.push_back(std::move(current));
  return paths;
}

std::string escaped(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c == ',') out += '\\';
    out += c;
  }
  return out;
}

void add(Job& job, const std::string& escaped_paths) {
  Configuration& configuration = job.getConfiguration();
  const std::string before = configuration.get(kInputDir, "");
  configuration.set(kInputDir, before.empty() ? escaped_paths : before + "," + escaped_paths);
}

class Lister {
 public:
  explicit Lister(const JobContext& context)
      : files_(context.getConfiguration()),
        recursive_(context.getConfiguration().getBoolean(
            "mapreduce.input.fileinputformat.input.dir.recursive", false)) {}

  void addInput(const std::string& path) {
    const engine::Files::Place place = files_.at(path);
    const std::string working_directory = place.path.substr(0, place.path.rfind('/') + 1);
    Result<std::optional<std::vector<hdfs::FileStatus>>> found =
        hdfs::glob(*place.file_system, working_directory, place.path);
    if (!found) engine::raise(found.error());
    if (!*found) {
      errors_.push_back("Input path does not exist: " + place.uri);
    } else if ((*found)->empty()) {
      errors_.push_back("Input Pattern " + place.uri + " matches 0 files");
    } else {
      for (const hdfs::FileStatus& entry : **found) addEntry(place, entry);
    }
  }
  std::vector<FileStatus> take() {
    if (!errors_.empty())
      throw Exception("org.apache.hadoop.mapreduce.lib.input.InvalidInputException",
                      fmt::format("{}", fmt::join(errors_, "\n")));
    return std::move(result_);
  }

 private:
  void addEntry(const engine::Files::Place& place, const hdfs::FileStatus& entry) {
    if (!entry.is_directory) return addFile(place, entry);
    for (const hdfs::FileStatus& child : engine::orRaise(place.file_system->list_all(entry.path))) {
      if (is_hidden(child.name())) continue;
      if (child.is_directory && recursive_)
        addEntry(place, child);
      else
        addFile(place, child);
    }
  }
  void addFile(const engine::Files::Place& place, const hdfs::FileStatus& entry) {
    result_.push_back({engine::withSchemeOf(place.uri, entry.path), entry.is_directory,
                       entry.length_bytes, entry.block_size_bytes, entry.modification_time_ms});
  }

  engine::Files files_;
  bool recursive_;
  std::vector<FileStatus> result_;
  std::vector<std::string> errors_;
};

}  // namespace

void FileInputFormat::addInputPath(Job& job, const std::string& path) {
  add(job, escaped(engine::Files(job.getConfiguration()).qualified(path)));
}

void FileInputFormat::addInputPaths(Job& job, const std::string& comma_separated) {
  for (const std::string& path : split_paths(comma_separated)) addInputPath(job, path);
}

void FileInputFormat::setInputPaths(Job& job, const std::string& comma_separated) {
  job.getConfiguration().set(kInputDir, "");
  addInputPaths(job, comma_separated);
}

std::vector<std::string> FileInputFormat::getInputPaths(const JobContext& context) {
  return split_paths(context.getConfiguration().get(kInputDir, ""));
}

void FileInputFormat::setMinInputSplitSize(Job& job, std::int64_t bytes) {
  job.getConfiguration().setLong("mapreduce.input.fileinputformat.split.minsize", bytes);
}
void FileInputFormat::setMaxInputSplitSize(Job& job, std::int64_t bytes) {
  job.getConfiguration().setLong("mapreduce.input.fileinputformat.split.maxsize", bytes);
}
void FileInputFormat::setInputDirRecursive(Job& job, bool recursive) {
  job.getConfiguration().setBoolean("mapreduce.input.fileinputformat.input.dir.recursive",
                                    recursive);
}

std::vector<FileStatus> FileInputFormat::listStatus(const JobContext& context) {
  const std::vector<std::string> paths = getInputPaths(context);
  if (paths.empty()) throw IOException("No input paths specified in job");
  Lister lister(context);
  for (const std::string& path : paths) lister.addInput(path);
  std::vector<FileStatus> files = lister.take();
  log::info("input.FileInputFormat", "Total input files to process : {}", files.size());
  return files;
}

bool FileInputFormat::isTextSplitable(const std::string& path) {
  return formats::codec_of_name(path) == formats::Codec::kNone;
}

void FileInputFormat::addSplits(const JobContext& context, const FileStatus& file, bool splitable,
                                InputFormatBase::Splits& splits) {
  if (file.is_directory) throw IOException("Not a file: " + file.path);
  if (file.length == 0) {
    splits.push_back(std::make_unique<FileSplit>(file.path, 0, 0, std::vector<std::string>()));
    return;
  }
  const Configuration& configuration = context.getConfiguration();
  const auto size_of = [&](std::string_view key, std::int64_t otherwise) {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(configuration.getLong(key, otherwise), 1));
  };
  const std::uint64_t minimum = size_of("mapreduce.input.fileinputformat.split.minsize", 1);
  const std::uint64_t maximum = size_of("mapreduce.input.fileinputformat.split.maxsize", INT64_MAX);
  const std::uint64_t size =
      std::max(minimum, std::min(maximum, std::max<std::uint64_t>(file.block_size, 1)));

  const engine::Files::Place place = engine::Files(configuration).at(file.path);
  const std::vector<hdfs::BlockLocation> blocks =
      engine::orRaise(place.file_system->block_locations(place.path, 0, file.length));
  const auto hosts_at = [&](std::uint64_t offset) -> std::vector<std::string> {
    for (const hdfs::BlockLocation& block : blocks)
      if (offset >= block.offset_bytes && offset - block.offset_bytes < block.length_bytes)
        return block.hosts;
    return {};
  };
  std::uint64_t left = file.length;
  while (splitable && static_cast<double>(left) / static_cast<double>(size) > kSplitSlop) {
    const std::uint64_t start = file.length - left;
    splits.push_back(std::make_unique<FileSplit>(file.path, start, size, hosts_at(start)));
    left -= size;
  }
  if (left != 0) {
    const std::uint64_t start = file.length - left;
    splits.push_back(std::make_unique<FileSplit>(file.path, start, left, hosts_at(start)));
  }
}

}  // namespace mammoth::mapreduce
