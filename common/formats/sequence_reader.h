// Reads a SequenceFile or a split of one (Hadoop: SequenceFile.Reader, SequenceFileRecordReader).
//
// A split reads from the first sync marker behind its start to the first one behind its end, so
// that every record belongs to exactly one of the splits that a file is cut into.
//
// Memory: a buffer, and the largest record or block (limited to 1 GiB, and taken only as its bytes
// arrive). For one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/formats/sequence_file.h"
#include "common/hdfs/file_system.h"

namespace mammoth::formats {

class SequenceReader {
 public:
  // Reads the header; then the first record of the split is next. Refuses what is not a
  // SequenceFile (kIo), and versions and codecs that are not known (kUnsupportedOperation).
  static Result<std::unique_ptr<SequenceReader>> open(std::unique_ptr<hdfs::FileReader> file,
                                                      std::uint64_t start_bytes = 0,
                                                      std::uint64_t length_bytes = UINT64_MAX);
  ~SequenceReader();

  const SequenceHeader& header() const { return header_; }

  // The next record; false at the end of the split. kIo for damage.
  Result<bool> next();
  // Serialised and decompressed; valid until the next call of next() or sync().
  std::string_view key() const { return key_; }
  std::string_view value() const { return value_; }

  // Moves to the first sync marker at or behind `position_bytes`, or to the end of the file.
  Result<void> sync(std::uint64_t position_bytes);
  // Where the next record or block is looked for in the file.
  std::uint64_t position() const;
  // Share of the split that is read, 0 to 1.
  float progress() const;

 private:
  class Input;
  class Pieces;

  explicit SequenceReader(std::unique_ptr<hdfs::FileReader> file);
  Result<void> read_header();
  Result<void> read_compression();
  Result<void> read_metadata();
  Result<std::string> read_name();
  Result<bool> next_record();
  Result<bool> next_of_block();
  Result<bool> skip_sync();
  Result<std::string> read_buffer();

  const std::unique_ptr<Input> input_;
  SequenceHeader header_;
  std::uint64_t header_end_ = 0;
  std::uint64_t start_ = 0;
  std::uint64_t end_ = UINT64_MAX;
  bool over_ = false;
  bool sync_seen_ = false;  // right before the record or block that was read last
  std::string_view key_;
  std::string_view value_;
  std::string plain_;  // a value that was compressed
  std::unique_ptr<Pieces> keys_;
  std::unique_ptr<Pieces> values_;
  std::uint64_t left_in_block_ = 0;
};

}  // namespace mammoth::formats
