// Where a program's text goes and comes from: standard output, standard error and standard input,
// or strings in tests.
#pragma once

#include <cstddef>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::cli {

inline constexpr std::size_t kCopyBufferBytes = 1 << 20;  // of one stream that is copied

// A sink for text and bytes. Thread-safe: one write() is never mixed with another.
class Output {
 public:
  virtual ~Output() = default;
  virtual void write(std::string_view text) = 0;
  virtual void flush() {}
  // Whether an earlier write did not get through, for instance because the reader of a pipe left.
  // Writing on is allowed and does nothing (Java: PrintStream::checkError).
  virtual bool failed() const { return false; }
  virtual bool is_terminal() const { return false; }

  // Writes `text` and a line end.
  void line(std::string_view text);
};

// A file descriptor, which it does not own. `block_bytes` are gathered before they are written; 0
// writes at once. Before it writes, `before` (when given) is flushed, so that messages come after
// the output they belong to even if both go to one terminal.
class FileOutput final : public Output {
 public:
  FileOutput(int descriptor, std::size_t block_bytes, Output* before = nullptr);
  ~FileOutput() override;
  FileOutput(const FileOutput&) = delete;
  FileOutput& operator=(const FileOutput&) = delete;

  void write(std::string_view text) override;
  void flush() override;
  bool failed() const override;
  bool is_terminal() const override { return is_terminal_; }

 private:
  // Both under mutex_.
  void drain();
  void push(std::string_view text);

  const int descriptor_;
  const std::size_t block_bytes_;
  Output* const before_;
  const bool is_terminal_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  std::string gathered_;
  bool failed_ = false;
};

// A source of bytes. For one thread at a time.
class Input {
 public:
  virtual ~Input() = default;
  // Up to `buffer.size()` bytes; 0 only at the end.
  virtual Result<std::size_t> read(std::span<std::byte> buffer) = 0;
};

// A file descriptor, which it does not own.
class FileInput final : public Input {
 public:
  explicit FileInput(int descriptor) : descriptor_(descriptor) {}
  Result<std::size_t> read(std::span<std::byte> buffer) override;

 private:
  const int descriptor_;
};

}  // namespace mammoth::cli
