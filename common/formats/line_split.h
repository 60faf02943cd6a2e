// LineSplitReader: the lines that belong to one split of a file (Hadoop: LineRecordReader with
// SplitLineReader), the same for text input of MapReduce and of the RDD engine.
//
// Every line belongs to exactly one of the splits that a file is cut into, wherever the cuts are:
// a split that does not begin at 0 passes over its first line, or rest of one, and a split reads
// all lines that begin at or before its end, so one line more than its bytes. A custom delimiter
// that lies across the cut makes the earlier split read one line further, because the later one
// takes the delimiter's rest for the beginning of its first line.
//
// At the beginning of the file a UTF-8 byte order mark is not text. Lines that are too long
// (LineOptions) are left out. A compressed file is one split.
//
// For one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "common/formats/codec.h"
#include "common/formats/line_reader.h"
#include "common/hdfs/file_system.h"

namespace mammoth::formats {

struct Line {
  std::uint64_t offset = 0;  // of its first byte in the (decompressed) file, a BOM included
  std::string_view text{};   // valid until the next call
};

class LineSplitReader {
 public:
  // The split is [start_bytes, start_bytes + length_bytes) of the file. Of a compressed file only a
  // split from 0 can be read, and it is read to the file's end; others are kIo.
  static Result<std::unique_ptr<LineSplitReader>> open(std::unique_ptr<hdfs::FileReader> file,
                                                       Codec codec, std::uint64_t start_bytes,
                                                       std::uint64_t length_bytes,
                                                       LineOptions options = {});

  // False behind the split's last line.
  Result<bool> next(Line& line);

  // Share of the split that is read, 0 to 1.
  float progress() const;
  // Bytes of the file that were read for it, with what lies behind the split's end.
  std::uint64_t read_bytes() const { return file_->position() - first_byte_; }
  std::uint64_t skipped_lines() const { return skipped_lines_; }

 private:
  LineSplitReader(hdfs::FileReader* file, std::unique_ptr<ByteSource> source, bool is_compressed,
                  std::uint64_t start, std::uint64_t end, LineOptions options);
  bool is_over() const;
  void note_delimiter(std::uint64_t line_start);

  hdfs::FileReader* const file_;  // owned by the source
  const bool is_compressed_;
  const bool custom_delimiter_;
  const std::uint64_t first_byte_;
  const std::uint64_t end_;
  LineReader lines_;
  bool one_more_ = false;  // a delimiter lies across the split's end
  std::uint64_t skipped_lines_ = 0;
};

}  // namespace mammoth::formats
