#include "hdfs-cli/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace mammoth::cli {

void Output::line(std::string_view text) {
  std::string line;
  line.reserve(text.size() + 1);
  line.append(text).push_back('\n');
  write(line);
}

FileOutput::FileOutput(int descriptor, std::size_t block_bytes, Output* before)
    : descriptor_(descriptor),
      block_bytes_(block_bytes),
      before_(before),
      is_terminal_(::isatty(descriptor) == 1) {}

FileOutput::~FileOutput() {
  flush();
}

void FileOutput::write(std::string_view text) {
  if (before_ != nullptr) before_->flush();
  const std::scoped_lock lock(mutex_);
  if (gathered_.size() + text.size() < block_bytes_) {
    gathered_.append(text);
    if (is_terminal_ && text.ends_with('\n')) drain();
    return;
  }
  drain();
  push(text);
}

void FileOutput::flush() {
  const std::scoped_lock lock(mutex_);
  drain();
}

bool FileOutput::failed() const {
  const std::scoped_lock lock(mutex_);
  return failed_;
}

void FileOutput::drain() {
  push(gathered_);
  gathered_.clear();
}

void FileOutput::push(std::string_view text) {
  while (!text.empty() && !failed_) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0)
      text.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      failed_ = true;
  }
}

Result<std::size_t> FileInput::read(std::span<std::byte> buffer) {
  for (;;) {
    const ssize_t count = ::read(descriptor_, buffer.data(), buffer.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return Error{ErrorCode::kIo, std::strerror(errno)};
  }
}

}  // namespace mammoth::cli
