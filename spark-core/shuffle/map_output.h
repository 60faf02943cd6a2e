// One map task's output of a shuffle on the local disk (Spark: IndexShuffleBlockResolver):
//
//   shuffle_S_M_0.data              the records of reduce partition 0, 1, ..., one behind the other
//   shuffle_S_M_0.index             reduces + 1 offsets into it, 8 bytes each, big-endian
//   shuffle_S_M_0.checksum.CRC32C   the checksum of each partition's bytes, 8 bytes each,
//   big-endian
//
// S is the shuffle's id, M the map task's id in the application. The index appears last, by an
// atomic rename: an output is complete or not there. What is missing, cut short or damaged is a
// FetchFailure; a disk that fails on writing a std::system_error. All functions are thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "spark-core/plan/stage_plan.h"
#include "spark-core/storage/local_files.h"

namespace mammoth::spark {

struct MapOutputId {
  int shuffle = 0;
  std::int64_t map_task = 0;
  int map_index = 0;  // the map's partition
};

class FetchFailure : public std::runtime_error {
 public:
  FetchFailure(MapOutputId output, int reduce, const std::string& what)
      : std::runtime_error(what), output_(output), reduce_(reduce) {}
  const MapOutputId& output() const { return output_; }
  int reduce() const { return reduce_; }

 private:
  MapOutputId output_;
  int reduce_;
};

struct MapOutput {
  std::vector<std::uint64_t> sizes{};  // bytes by reduce partition
  std::uint64_t checksum = 0;          // over all of it
  std::uint64_t records = 0;           // read from the stream
  std::uint64_t spills = 0;
};

// Runs the map side: everything the stream has goes through the plan's sink to disk, in memory
// bounded by the task's limit.
MapOutput write_map_output(Stream& elements, const StagePlan& plan, TaskContext& context,
                           LocalFiles& files, MapOutputId id);

// The records of one reduce partition, map by map, read in place.
std::unique_ptr<Stream> read_reduce_input(LocalFiles& files, std::vector<MapOutputId> outputs,
                                          int reduce, const TypeOps* record);
void remove_map_output(LocalFiles& files, MapOutputId id);

}  // namespace mammoth::spark
