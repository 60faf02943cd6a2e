// LineReader: the lines of a stream (Hadoop: org.apache.hadoop.util.LineReader).
//
// A line ends with LF, CR or CR LF, or with a delimiter of the caller's own; what stands behind the
// last terminator is a line too unless it is empty. Lines are views into the reader's buffer; one
// that spans two reads is moved together there, so nothing is copied twice. It costs one memchr a
// line, and one a buffer for CR.
//
// Memory: the buffer, and for a longer line up to twice its length. For one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/formats/byte_source.h"

namespace mammoth::formats {

struct LineOptions {
  std::string delimiter{};  // empty: LF, CR and CR LF (textinputformat.record.delimiter)
  // A line that has as many bytes with its terminator is not kept
  // (mapreduce.input.linerecordreader.line.maxlength).
  std::uint64_t max_line_bytes = INT32_MAX;
  std::size_t buffer_bytes = 1 << 20;
};

class LineReader {
 public:
  explicit LineReader(std::unique_ptr<ByteSource> source, LineOptions options = {});

  // The next line without its terminator, valid until the next call; false at the end. A line that
  // is too long comes as an empty one, and is_too_long() says so.
  Result<bool> next(std::string_view& line) { return step(line, options_.max_line_bytes); }
  // Passes over a line of any length; false at the end.
  Result<bool> skip();

  // Bytes of the source up to and with the last line's terminator.
  std::uint64_t position() const { return position_; }
  // The last line's terminator; 0 when the end of the stream ended it.
  std::size_t terminator_bytes() const { return terminator_bytes_; }
  bool is_too_long() const { return is_too_long_; }

 private:
  Result<bool> step(std::string_view& line, std::uint64_t max_bytes);
  bool find();
  bool find_newline();
  bool find_delimiter();
  Result<void> fill();

  const std::unique_ptr<ByteSource> source_;
  const LineOptions options_;
  std::size_t capacity_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;    // of the line
  std::size_t scanned_ = 0;  // no terminator begins between begin_ and this
  std::size_t cr_ = 0;       // the first CR from scanned_ on, or how far there is none
  std::size_t end_ = 0;      // of what is filled
  bool at_end_ = false;
  std::size_t length_ = 0;     // of the line that find() found
  std::uint64_t dropped_ = 0;  // bytes of a line too long that have left the buffer
  std::uint64_t position_ = 0;
  std::size_t terminator_bytes_ = 0;
  bool is_too_long_ = false;
};

}  // namespace mammoth::formats
