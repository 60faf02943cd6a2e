#include "datanode/replicas/finalized_files.h"

#include <algorithm>
#include <unordered_map>

namespace mammoth::datanode {

namespace {

constexpr std::string_view kSubdirectory = "subdir";

std::vector<std::string> subdirectories(Disk& disk, const std::string& directory) {
  std::vector<std::string> names;
  for (auto& entry : disk.list(directory))
    if (entry.is_directory && entry.name.starts_with(kSubdirectory))
      names.push_back(std::move(entry.name));
  std::ranges::sort(names);
  return names;
}

}  // namespace

std::vector<std::string> finalized_directories(Disk& disk, const PoolLayout& layout) {
  std::vector<std::string> directories;
  for (const std::string& outer : subdirectories(disk, layout.finalized()))
    for (const std::string& inner : subdirectories(disk, layout.finalized() + "/" + outer))
      directories.push_back(outer + "/" + inner);
  return directories;
}

std::vector<FinalizedFile> finalized_files(Disk& disk, const PoolLayout& layout,
                                           const std::string& directory) {
  const std::string path = layout.finalized() + "/" + directory;
  if (!disk.status(path)) return {};
  std::vector<FinalizedFile> files;
  std::unordered_map<BlockId, GenerationStamp> stamps;
  for (const auto& entry : disk.list(path)) {
    if (entry.is_directory) continue;
    if (const auto id = parse_block_file_name(entry.name)) {
      if (finalized_subdirectory(*id) == directory) files.push_back({*id, GenerationStamp{0}});
    } else if (const auto meta = parse_meta_file_name(entry.name)) {
      stamps.insert_or_assign(meta->id, meta->generation_stamp);
    }
  }
  for (FinalizedFile& file : files)
    if (const auto stamp = stamps.find(file.id); stamp != stamps.end())
      file.generation_stamp = stamp->second;
  std::ranges::sort(files, {}, &FinalizedFile::id);
  return files;
}

}  // namespace mammoth::datanode
