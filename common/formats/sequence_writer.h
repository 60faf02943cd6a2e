// Writes a SequenceFile of version 6 (Hadoop: SequenceFile.Writer); sequence_file.h draws its
// bytes. For one thread at a time. What is written is complete after close() only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/formats/byte_sink.h"
#include "common/formats/sequence_file.h"

namespace mammoth::formats {

class SequenceWriter {
 public:
  struct Options {
    std::uint64_t block_bytes = 1'000'000;  // of keys and values: io.seqfile.compress.blocksize
    std::optional<int> level = std::nullopt;
  };

  // Writes the header. Where `header` has no sync marker, it gets one by chance; compression
  // without a codec takes kDeflate, Hadoop's default.
  static Result<std::unique_ptr<SequenceWriter>> create(std::unique_ptr<ByteSink> sink,
                                                        SequenceHeader header, Options options);
  static Result<std::unique_ptr<SequenceWriter>> create(std::unique_ptr<ByteSink> sink,
                                                        SequenceHeader header) {
    return create(std::move(sink), std::move(header), Options{});
  }

  // Serialised key and value, each shorter than 1 GiB.
  Result<void> append(std::string_view key, std::string_view value);
  // A sync marker here; with blocks it ends the block.
  Result<void> sync();
  // Idempotent; closes the sink too.
  Result<void> close();

  // Bytes of the file so far, without what waits in a block.
  std::uint64_t position() const { return position_; }
  const SequenceHeader& header() const { return header_; }

 private:
  SequenceWriter(std::unique_ptr<ByteSink> sink, SequenceHeader header, Options options)
      : sink_(std::move(sink)), header_(std::move(header)), options_(options) {}
  Result<void> write_header();
  Result<void> write(std::string_view bytes);
  Result<void> write_marker();
  Result<void> write_block();

  const std::unique_ptr<ByteSink> sink_;
  SequenceHeader header_;
  const Options options_;
  std::uint64_t position_ = 0;
  std::uint64_t last_sync_ = 0;
  bool closed_ = false;
  std::string record_;
  // of the block
  std::uint64_t records_ = 0;
  std::string key_lengths_;
  std::string keys_;
  std::string value_lengths_;
  std::string values_;
};

}  // namespace mammoth::formats
