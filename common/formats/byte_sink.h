// Where encoders put their bytes; they stack like the sources of byte_source.h.
//
// close() ends the stream: what an encoder still holds is written, its trailer too, and the sink
// below is closed if it is owned. It is idempotent; nothing may be written behind it. Without
// close() the output is incomplete. For one thread at a time.
#pragma once

#include <memory>
#include <string>

#include "common/base/bytes.h"
#include "common/base/result.h"
#include "common/hdfs/file_system.h"

namespace mammoth::formats {

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Result<void> write(ByteView bytes) = 0;
  virtual Result<void> close() = 0;

  Result<void> write(std::string_view text) { return write(as_byte_view(text)); }
};

// A file, in pieces of 64 KiB at least.
class FileSink final : public ByteSink {
 public:
  explicit FileSink(std::unique_ptr<hdfs::FileWriter> writer) : writer_(std::move(writer)) {}

  using ByteSink::write;
  Result<void> write(ByteView bytes) override {
    if (pending_.size() + bytes.size() > kPendingBytes) TRY(flush());
    if (bytes.size() >= kPendingBytes) return writer_->write(bytes);
    pending_.append(as_text(bytes));
    return {};
  }
  Result<void> close() override {
    TRY(flush());
    return writer_->close();
  }
  // Hands on what is pending; the writer's own hflush and hsync then reach everything.
  Result<void> flush() {
    if (pending_.empty()) return {};
    TRY(writer_->write(as_byte_view(pending_)));
    pending_.clear();
    return {};
  }
  hdfs::FileWriter& writer() { return *writer_; }

 private:
  static constexpr std::size_t kPendingBytes = 64 * 1024;

  const std::unique_ptr<hdfs::FileWriter> writer_;
  std::string pending_;
};

// Appends to a string, which must outlive it.
class StringSink final : public ByteSink {
 public:
  explicit StringSink(std::string& out) : out_(out) {}

  using ByteSink::write;
  Result<void> write(ByteView bytes) override {
    out_.append(as_text(bytes));
    return {};
  }
  Result<void> close() override { return {}; }

 private:
  std::string& out_;
};

// A sink that somebody else owns and closes: for several streams one behind the other.
class SharedSink final : public ByteSink {
 public:
  explicit SharedSink(ByteSink& sink) : sink_(sink) {}

  using ByteSink::write;
  Result<void> write(ByteView bytes) override { return sink_.write(bytes); }
  Result<void> close() override { return {}; }

 private:
  ByteSink& sink_;
};

}  // namespace mammoth::formats
