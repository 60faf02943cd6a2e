// SortBuffer: takes a map's output, sorts it in memory of a fixed size and spills it to files
// (Hadoop: MapTask.MapOutputBuffer).
//
// mapreduce.task.io.sort.mb is the memory of the records and their book-keeping. At
// mapreduce.map.sort.spill.percent of it a thread sorts, combines and writes what is there, while
// the map goes on filling the rest; it waits where there is no rest. A record that is larger than
// the whole memory becomes a spill of its own.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "mapreduce/task/job_classes.h"
#include "mapreduce/task/segments.h"
#include "mapreduce/task/sort_run.h"

namespace mammoth::mapreduce::engine {

// One thread collects; what goes wrong while spilling is thrown by the next call.
class SortBuffer final : public RawCollector {
 public:
  // `directory` exists and is the task's own. `classes` and `context` must outlive it.
  SortBuffer(const JobClasses& classes, TaskAttemptContext& context, std::string directory);
  ~SortBuffer() override;

  void collect(int partition, std::string_view key, std::string_view value) override;
  // Sorts and merges all there is into DIRECTORY/file.out. The last call.
  SegmentFile finish();

 private:
  using Source = std::function<std::unique_ptr<RawRecords>(int partition)>;

  void count();
  void startSpill();
  void waitForSpill();
  void spill(SortRun& run);
  void spillLarge(int partition, std::string_view key, std::string_view value);
  void write(SegmentWriter& writer, const Source& source, bool combine);
  void combine(RawRecords& records, SegmentWriter& writer);
  SegmentFile mergeSpills();
  std::string spillPath(std::size_t number) const;

  const JobClasses& classes_;
  TaskAttemptContext& context_;
  const std::string directory_;
  const int partitions_;
  const std::string codec_;
  const std::size_t memory_bytes_;
  const std::size_t soft_limit_bytes_;
  const std::unique_ptr<ReduceKernel> combiner_;

  std::unique_ptr<SortRun> filling_;
  std::unique_ptr<SortRun> spilling_;
  std::vector<SegmentFile> spills_;  // touched by the spilling thread while there is one
  std::thread spiller_;
  std::exception_ptr failure_;  // written by the spilling thread, read after the join
  std::atomic<bool> spill_is_done_{true};
  std::int64_t output_records_ = 0;
  std::int64_t output_bytes_ = 0;
};

// The codec of intermediate data by its class name; "" if it is not compressed.
std::string mapOutputCodec(const Configuration& configuration);

}  // namespace mammoth::mapreduce::engine
