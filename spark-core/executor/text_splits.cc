#include <algorithm>

#include "common/formats/codec.h"
#include "common/hdfs/glob.h"
#include "spark-core/executor/text_input.h"

namespace mammoth::spark {
namespace {

struct InputFile {
  LocatedPath place;
  hdfs::FileStatus status;
};

[[noreturn]] void refuse(const std::string& message) {
  throw SparkException(message);
}

// Hadoop passes over names that begin with these.
bool is_hidden(const std::string& name) {
  return name.starts_with('_') || name.starts_with('.');
}

std::vector<std::string> split_paths(const std::string& paths) {
  std::vector<std::string> all;
  std::string current;
  int braces = 0;
  for (const char c : paths) {
    if (c == '{') ++braces;
    if (c == '}') --braces;
    if (c == ',' && braces == 0) {
      all.push_back(std::move(current));
      current.clear();
    } else {
      current += c;
    }
  }
  all.push_back(std::move(current));
  return all;
}

void add_directory(const LocatedPath& place, const std::string& directory,
                   std::vector<InputFile>& files) {
  auto entries = place.file_system->list_all(directory);
  if (!entries) refuse(entries.error().message);
  for (const hdfs::FileStatus& entry : *entries) {
    if (is_hidden(entry.name())) continue;
    if (entry.is_directory) refuse("Not a file: " + place.qualified(entry.path));
    files.push_back({place, entry});
  }
}

std::vector<InputFile> input_files(FileSystems& file_systems, const std::string& paths) {
  std::vector<InputFile> files;
  for (const std::string& path : split_paths(paths)) {
    const LocatedPath place = file_systems.locate(path);
    auto matches = hdfs::glob(*place.file_system, "/", place.path);
    if (!matches) refuse(matches.error().message);
    if (!*matches) refuse("Input path does not exist: " + place.qualified(place.path));
    if ((*matches)->empty())
      refuse("Input Pattern " + place.qualified(place.path) + " matches 0 files");
    for (const hdfs::FileStatus& match : **matches) {
      if (match.is_directory)
        add_directory(place, match.path, files);
      else
        files.push_back({place, match});
    }
  }
  return files;
}

// The hosts of the block that holds `offset`.
std::vector<std::string> hosts_at(const std::vector<hdfs::BlockLocation>& blocks,
                                  std::uint64_t offset) {
  for (const hdfs::BlockLocation& block : blocks)
    if (offset >= block.offset_bytes && offset < block.offset_bytes + block.length_bytes)
      return block.hosts;
  return {};
}

void add_splits(const InputFile& file, std::uint64_t split_bytes, LocatedSplits& splits) {
  const std::string path = file.place.qualified(file.status.path);
  const std::uint64_t length = file.status.length_bytes;
  std::vector<hdfs::BlockLocation> blocks;
  if (file.place.file_system->scheme() != "file") {
    auto located = file.place.file_system->block_locations(file.status.path, 0, length);
    if (!located) refuse(located.error().message);
    blocks = std::move(*located);
  }
  std::uint64_t at = 0;
  // A last piece of up to a tenth more is not cut off (Hadoop: SPLIT_SLOP).
  if (formats::codec_of_name(path) == formats::Codec::kNone) {
    for (; static_cast<double>(length - at) > 1.1 * static_cast<double>(split_bytes);
         at += split_bytes) {
      splits.partitions.push_back({{path, at, split_bytes}});
      splits.hosts.push_back(hosts_at(blocks, at));
    }
  }
  if (at == length && length != 0) return;
  splits.partitions.push_back({{path, at, length - at}});
  splits.hosts.push_back(hosts_at(blocks, at));
}

}  // namespace

LocatedSplits text_splits(FileSystems& file_systems, const std::string& paths,
                          int least_partitions, std::uint64_t unit_bytes) {
  const std::vector<InputFile> files = input_files(file_systems, paths);
  std::uint64_t total = 0;
  for (const InputFile& file : files) total += file.status.length_bytes;
  const std::uint64_t goal = total / static_cast<std::uint64_t>(std::max(least_partitions, 1));
  LocatedSplits splits;
  for (const InputFile& file : files) {
    const std::uint64_t block = std::max<std::uint64_t>(file.status.block_size_bytes, 1);
    const std::uint64_t size = std::min(goal, block) / unit_bytes * unit_bytes;
    add_splits(file, std::max(size, unit_bytes), splits);
  }
  return splits;
}

LocatedSplits whole_file_splits(FileSystems& file_systems, const std::string& paths,
                                int least_partitions) {
  const std::vector<InputFile> files = input_files(file_systems, paths);
  std::uint64_t total = 0;
  for (const InputFile& file : files) total += file.status.length_bytes;
  const std::uint64_t most = total / static_cast<std::uint64_t>(std::max(least_partitions, 1)) + 1;
  LocatedSplits splits;
  std::uint64_t held = most;
  for (const InputFile& file : files) {
    if (held + file.status.length_bytes > most) {
      splits.partitions.emplace_back();
      splits.hosts.emplace_back();
      held = 0;
    }
    held += file.status.length_bytes;
    splits.partitions.back().push_back(
        {file.place.qualified(file.status.path), 0, file.status.length_bytes});
  }
  return splits;
}

}  // namespace mammoth::spark
