// A job's splits on their way from its client to its master (Hadoop: JobSplitWriter,
// SplitMetaInfoReader):
//
//   job.split           "SPL" │ int32 version 1 │ per map: Text class of the split │ its bytes
//   job.splitmetainfo   "META-SPL" │ vint version 1 │ vint number of maps │
//                       per map: vint hosts │ Text host … │ vlong offset in job.split │ vlong
//                       length
//
// Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mapreduce/task/map_task.h"

namespace mammoth::mapreduce::engine {

struct PlannedSplit {
  SplitBytes split;
  std::vector<std::string> hosts{};  // that hold it
  std::uint64_t length = 0;          // bytes of input
};

struct SplitFiles {
  std::string splits;
  std::string metadata;
};

SplitFiles encodeSplits(const std::vector<PlannedSplit>& splits, std::size_t max_hosts);
// Throws IOException for bytes that are no such files.
std::vector<PlannedSplit> decodeSplits(std::string_view splits, std::string_view metadata);

}  // namespace mammoth::mapreduce::engine
