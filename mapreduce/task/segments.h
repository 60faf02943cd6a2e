// Files of sorted records by partition: what a map leaves behind (file.out and file.out.index) and
// what spills and merges write on the way. The bytes are Hadoop's IFile segments and index
// (mapreduce/io), so that Apache's shuffle handler can serve them. Failures throw IOException.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mapreduce/api/raw.h"
#include "mapreduce/task/merge.h"

namespace mammoth::mapreduce::engine {

// Where one partition is in its file.
struct Segment {
  std::string path;
  std::uint64_t start = 0;
  std::uint64_t raw_length = 0;   // uncompressed, with the end marker
  std::uint64_t part_length = 0;  // in the file, with the checksum
};

// A finished file: one segment a partition.
struct SegmentFile {
  std::string path;
  std::vector<Segment> partitions;

  std::uint64_t materializedBytes() const;
};

// Writes one file, partition by partition. One thread.
class SegmentWriter {
 public:
  // `codec` is a class name of org.apache.hadoop.io.compress; "": not compressed.
  SegmentWriter(std::string path, const std::string& codec);
  ~SegmentWriter();
  void beginPartition();
  void append(std::string_view key, std::string_view value);
  void endPartition();
  // Writes the index beside the file ("….index") as well.
  SegmentFile finish();
  std::uint64_t records() const { return records_; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::uint64_t records_ = 0;
};

std::unique_ptr<RawRecords> openSegment(const Segment& segment, const std::string& codec);

// Merges segments into one stream; more than `factor` of them in passes through files
// `scratch`.<n>, which are removed as they are used up.
class SegmentMerge {
 public:
  struct Options {
    std::string scratch;
    std::string codec;
    std::size_t factor = 0;
  };
  SegmentMerge(std::vector<Segment> segments, KeyOrder order, Options options);
  ~SegmentMerge();

  RawRecords& records() { return *records_; }
  std::uint64_t spilledRecords() const { return spilled_records_; }  // written by passes

 private:
  void mergePass(std::vector<Segment>& segments, std::size_t count, KeyOrder order);

  const Options options_;
  std::vector<std::string> scratch_files_;
  std::unique_ptr<RawRecords> records_;
  std::uint64_t spilled_records_ = 0;
};

}  // namespace mammoth::mapreduce::engine
