// One map task's output of a shuffle on the local disk (Spark: IndexShuffleBlockResolver):
//
//   shuffle_S_M_0.data              the records of reduce partition 0, 1, ..., each partition
//                                   compressed by itself (block_codec.h)
//   shuffle_S_M_0.index             reduces + 1 offsets into it, 8 bytes each, big-endian
//   shuffle_S_M_0.checksum.CRC32C   the checksum of each partition, 8 bytes each, big-endian
//
// S is the shuffle's id, M the map task's id in the application. The index appears last, by an
// atomic rename: an output is complete or not there. What is missing, cut short or damaged is a
// FetchFailure; a disk that fails on writing a std::system_error. All functions are thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "spark-core/plan/stage_plan.h"
#include "spark-core/shuffle/block_codec.h"
#include "spark-core/storage/local_files.h"

namespace mammoth::spark {

struct MapOutputId {
  int shuffle = 0;
  std::int64_t map_task = 0;
  int map_index = 0;  // the map's partition
};

// The executor that holds outputs, and how to get at them.
struct OutputPlace {
  std::string executor{};
  std::string host{};
  int port = 0;             // of its block server; 0: there is none
  LocalRoots roots{};  // of its LocalFiles; who is on the same host reads there
};
struct LocatedOutput {
  MapOutputId id{};
  std::shared_ptr<const OutputPlace> place{};
};

class FetchFailure : public std::runtime_error {
 public:
  FetchFailure(LocatedOutput output, int reduce, const std::string& what)
      : std::runtime_error(what), output_(std::move(output)), reduce_(reduce) {}
  const MapOutputId& output() const { return output_.id; }
  const std::shared_ptr<const OutputPlace>& place() const { return output_.place; }  // may be null
  int reduce() const { return reduce_; }

 private:
  LocatedOutput output_;
  int reduce_;
};

// Where the bytes of one reduce partition are in a map output's files.
struct OutputRange {
  std::string file{};
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint32_t checksum = 0;
};
// In the files below `roots`. Throws std::system_error or std::runtime_error for what is
// missing or cut short. With nothing in the partition the file is not looked at.
OutputRange find_map_output(const LocalRoots& roots, const MapOutputId& id, int reduce);

// The blocks of one executor that is not on this host, one after the other in the order they were
// asked for; bytes() stays valid until the next call.
class RemoteOutputs {
 public:
  virtual ~RemoteOutputs() = default;
  // Throws std::runtime_error when the block cannot be had.
  virtual std::string_view next() = 0;
};
// Asks an executor for the blocks of `reduce`.
using FetchOutputs = std::function<std::unique_ptr<RemoteOutputs>(
    const OutputPlace& place, std::vector<MapOutputId> outputs, int reduce)>;

// Who reads: outputs of its own executor and of its host are read in place, others are fetched.
struct ShuffleReader {
  std::string executor{};
  std::string host{};
  LocalRoots roots{};
  FetchOutputs fetch{};                  // null: everything is local
  BlockCodec codec = BlockCodec::kNone;  // that the outputs were written with
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
                           LocalFiles& files, MapOutputId id, BlockCodec codec = BlockCodec::kNone);

// The records of one reduce partition, map by map. The reader and the metrics outlive the stream.
std::unique_ptr<Stream> read_reduce_input(const ShuffleReader& reader,
                                          std::vector<LocatedOutput> outputs, int reduce,
                                          const TypeOps* record, TaskMetrics& metrics);
void remove_map_output(LocalFiles& files, MapOutputId id);

}  // namespace mammoth::spark
