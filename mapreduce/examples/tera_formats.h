// Files of 100-byte rows, keys of ten bytes in front, as input and output of TeraSort (Hadoop:
// terasort.TeraInputFormat, TeraOutputFormat).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mapreduce/api/mapreduce.h"

namespace mammoth::mapreduce::examples {

inline constexpr const char* kPartitionFile = "_partition.lst";

// A split begins with the first row that begins in it.
class TeraInputFormat : public FileInputFormatOf<Text, Text> {
 public:
  std::unique_ptr<RecordReader<Text, Text>> createRecordReader(
      const InputSplit& split, TaskAttemptContext& context) override;
};

// An output directory that holds the partition file only may be there already.
class TeraOutputFormat : public FileOutputFormatOf<Text, Text> {
 public:
  void checkOutputSpecs(JobContext& context) override;
  std::unique_ptr<RecordWriter<Text, Text>> getRecordWriter(TaskAttemptContext& context) override;
};

// The first `limit` keys of a split.
std::vector<std::string> first_keys(const InputSplit& split, const Configuration& configuration,
                                    std::size_t limit);

}  // namespace mammoth::mapreduce::examples
