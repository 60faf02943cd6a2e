// A stream of bytes that decoders put on top of each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "common/hdfs/file_system.h"

namespace mammoth::formats {

// For one thread at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `buffer.size()` bytes, at least one unless it is empty; 0 only at the end.
  virtual Result<std::size_t> read(std::span<std::byte> buffer) = 0;
};

// A file from its current position on.
class FileSource final : public ByteSource {
 public:
  explicit FileSource(std::unique_ptr<hdfs::FileReader> reader) : reader_(std::move(reader)) {}
  Result<std::size_t> read(std::span<std::byte> buffer) override { return reader_->read(buffer); }
  hdfs::FileReader& reader() { return *reader_; }
  std::unique_ptr<hdfs::FileReader> release() { return std::move(reader_); }

 private:
  std::unique_ptr<hdfs::FileReader> reader_;
};

// Reads until `buffer` is full; fewer bytes only at the end.
Result<std::size_t> read_fully(ByteSource& source, std::span<std::byte> buffer);
// Exactly `length` bytes as a string, kEof if there are fewer. Memory grows only as bytes arrive.
Result<std::string> read_exactly(ByteSource& source, std::uint64_t length);
// All that is left; kIo when that is more than `limit_bytes`.
Result<std::string> read_all(ByteSource& source, std::uint64_t limit_bytes);

}  // namespace mammoth::formats
