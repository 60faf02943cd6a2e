#include "mapreduce/task_runner/output_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "mapreduce/api/exceptions.h"

namespace mammoth::mapreduce::runner {

namespace {

struct Disk {
  std::uint64_t room_bytes = 0;  // as far as it is wanted
  std::size_t turns = 0;         // until it is its turn
  std::string root;
};

// Those with enough room in turn, then the others, the emptiest first.
std::vector<Disk> disks_in_turn(const std::vector<std::string>& roots, const TaskAttemptID& id,
                                std::uint64_t wanted_bytes) {
  std::vector<Disk> disks;
  const auto turn = static_cast<std::size_t>(id.task) + static_cast<std::size_t>(id.attempt);
  for (std::size_t i = 0; i < roots.size(); ++i) {
    const std::string& root = roots[(turn + i) % roots.size()];
    std::error_code failure;
    const std::filesystem::space_info space = std::filesystem::space(root, failure);
    if (!failure && space.available > 0)
      disks.push_back({std::min<std::uint64_t>(space.available, wanted_bytes), i, root});
  }
  std::ranges::sort(disks, {}, [](const Disk& disk) {
    return std::pair(UINT64_MAX - disk.room_bytes, disk.turns);
  });
  return disks;
}

}  // namespace

std::string makeOutputDirectory(const std::vector<std::string>& roots, const TaskAttemptID& id,
                                std::uint64_t wanted_bytes) {
  const std::vector<Disk> disks = disks_in_turn(roots, id, wanted_bytes);
  for (const Disk& disk : disks) {
    const std::string directory = fmt::format("{}/output/{}", disk.root, id.toString());
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    if (!failure) return directory;
  }
  throw Exception("org.apache.hadoop.util.DiskChecker$DiskErrorException",
                  "No space available in any of the local directories.");
}

}  // namespace mammoth::mapreduce::runner
