// Files as RDDs: which splits a path has (Hadoop: FileInputFormat of the mapred API), and the
// streams of lines and of whole files that tasks read. A split travels as the payload of its
// partition. Failures are SparkException with Hadoop's messages.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spark-core/executor/file_systems.h"
#include "spark-core/plan/node.h"

namespace mammoth::spark {

struct FileSplit {
  std::string path{};  // qualified
  std::uint64_t start = 0;
  std::uint64_t length = 0;
};

struct LocatedSplits {
  std::vector<std::vector<FileSplit>> partitions;
  std::vector<std::vector<std::string>> hosts;  // by partition
};

// `paths` are separated by commas, with globs and directories. Each split is a partition, at least
// about `least_partitions` of them, none larger than a block; what cannot be split is one.
// Splits begin at multiples of `unit_bytes`.
LocatedSplits text_splits(FileSystems& file_systems, const std::string& paths,
                          int least_partitions, std::uint64_t unit_bytes = 1);
// Whole files, several in a partition.
LocatedSplits whole_file_splits(FileSystems& file_systems, const std::string& paths,
                                int least_partitions);

std::unique_ptr<Stream> make_text_stream(StreamArguments& arguments);        // std::string_view
std::unique_ptr<Stream> make_whole_file_stream(StreamArguments& arguments);  // (path, content)
// Records of one length (binary_records.cc); which is the stream's function.
std::unique_ptr<Stream> make_record_stream(StreamArguments& arguments);  // std::string_view
Closure record_length(std::uint64_t bytes);
// Keys and values of SequenceFiles as they lie there (sequence_input.cc), two std::string_view; the
// stream's function says of which classes, and others are refused.
std::unique_ptr<Stream> make_sequence_stream(StreamArguments& arguments);
Closure record_classes(const std::string& key, const std::string& value);
// Whole files as they are: (path, bytes).
std::unique_ptr<Stream> make_binary_file_stream(StreamArguments& arguments);

}  // namespace mammoth::spark
