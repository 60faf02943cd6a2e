// IFile: the segments that sorted map output is made of (Hadoop: org.apache.hadoop.mapred.IFile).
// Apache's shuffle serves such segments and its reduces read them.
//
//   vint key length │ vint value length │ key │ value │ … │ ff ff │ CRC32, 4 bytes big-endian
//
// All before the CRC goes through the codec, if there is one; the CRC is over what that made. An
// index (spill_index.h) says where the segments of a file are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/formats/byte_sink.h"
#include "common/formats/byte_source.h"
#include "common/formats/codec.h"

namespace mammoth::mapreduce {

struct IFileLengths {
  std::uint64_t raw = 0;   // uncompressed, with the end marker, without the checksum
  std::uint64_t part = 0;  // as written, with the checksum
};

// Writes one segment. For one thread.
class IFileWriter {
 public:
  // `sink` must outlive it and is not closed.
  IFileWriter(formats::ByteSink& sink, formats::Codec codec);
  ~IFileWriter();

  Result<void> append(std::string_view key, std::string_view value);
  // End marker and checksum. The last call.
  Result<IFileLengths> close();

 private:
  class ChecksumSink;
  Result<void> flush();

  formats::ByteSink& sink_;
  std::unique_ptr<ChecksumSink> checksum_;
  std::unique_ptr<formats::ByteSink> compressor_;  // null without a codec
  std::string pending_;
  std::uint64_t raw_length_ = 0;
};

// Reads one segment. Memory: a buffer, and the largest record. For one thread.
class IFileReader {
 public:
  // `segment` holds at least `part_length` bytes from its current position.
  IFileReader(std::unique_ptr<formats::ByteSource> segment, std::uint64_t part_length,
              formats::Codec codec);
  ~IFileReader();

  // False at the end, when the checksum has been found right. kChecksum and kIo for damaged bytes.
  Result<bool> next();
  // Of the record that next() found, until it is called again.
  std::string_view key() const { return key_; }
  std::string_view value() const { return value_; }

 private:
  class ChecksumSource;
  Result<void> fill(std::size_t wanted);
  Result<void> verify();

  ChecksumSource* checksum_;  // owned by source_
  std::unique_ptr<formats::ByteSource> source_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;  // of the bytes
  bool done_ = false;
  std::string_view key_;
  std::string_view value_;
};

}  // namespace mammoth::mapreduce
