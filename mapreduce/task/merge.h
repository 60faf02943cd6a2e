// Merges sorted streams of records into one (Hadoop: Merger). Memory is that of the streams; more
// of them than the merge factor are first merged into longer ones on disk (segments.h).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "mapreduce/task/sort_run.h"

namespace mammoth::mapreduce::engine {

// Records of equal keys come in the order of `streams`. For one thread.
std::unique_ptr<RawRecords> merge(std::vector<std::unique_ptr<RawRecords>> streams, KeyOrder order);

// How many of `count` streams the next pass takes so that the last pass has exactly `factor`
// (Hadoop: Merger.getPassFactor).
std::size_t pass_size(std::size_t count, std::size_t factor, bool is_first_pass);

}  // namespace mammoth::mapreduce::engine
