#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "common/hdfs/local_file_system.h"

namespace mammoth::hdfs {

namespace {

class Handle {
 public:
  explicit Handle(int handle) : handle_(handle) {}
  ~Handle() { close(); }
  Handle(const Handle&) = delete;
  int get() const { return handle_; }
  int close() {
    if (handle_ < 0) return 0;
    return ::close(std::exchange(handle_, -1));
  }

 private:
  int handle_;
};

class LocalReader final : public FileReader {
 public:
  LocalReader(int handle, std::uint64_t length_bytes, std::string path)
      : handle_(handle), length_(length_bytes), path_(std::move(path)) {}

  Result<std::size_t> read(std::span<std::byte> buffer) override {
    const std::size_t count = TRY(read_at(position_, buffer));
    position_ += count;
    return count;
  }

  Result<std::size_t> read_at(std::uint64_t offset_bytes, std::span<std::byte> buffer) override {
    for (;;) {
      const ssize_t count =
          ::pread(handle_.get(), buffer.data(), buffer.size(), static_cast<off_t>(offset_bytes));
      if (count >= 0) return static_cast<std::size_t>(count);
      // pipes and terminals have no offsets
      if (errno == ESPIPE) return read_stream(buffer);
      if (errno != EINTR) return local_error(path_, errno);
    }
  }

  Result<void> seek(std::uint64_t offset_bytes) override {
    if (offset_bytes > length_) return Error{ErrorCode::kEof, "Cannot seek after EOF"};
    position_ = offset_bytes;
    return {};
  }
  std::uint64_t position() const override { return position_; }
  std::uint64_t length_bytes() const override { return length_; }

 private:
  Result<std::size_t> read_stream(std::span<std::byte> buffer) {
    for (;;) {
      const ssize_t count = ::read(handle_.get(), buffer.data(), buffer.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return local_error(path_, errno);
    }
  }

  Handle handle_;
  const std::uint64_t length_;
  const std::string path_;
  std::uint64_t position_ = 0;
};

class LocalWriter final : public FileWriter {
 public:
  LocalWriter(int handle, std::uint64_t position, std::string path)
      : handle_(handle), path_(std::move(path)), position_(position) {}

  Result<void> write(std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = ::write(handle_.get(), bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return local_error(path_, errno);
      bytes = bytes.subspan(static_cast<std::size_t>(count));
      position_ += static_cast<std::uint64_t>(count);
    }
    return {};
  }
  Result<void> hflush() override { return {}; }
  Result<void> hsync() override {
    if (::fdatasync(handle_.get()) != 0) return local_error(path_, errno);
    return {};
  }
  Result<void> close() override {
    if (handle_.close() != 0) return local_error(path_, errno);
    return {};
  }
  std::uint64_t position() const override { return position_; }

 private:
  Handle handle_;
  const std::string path_;
  std::uint64_t position_;
};

}  // namespace

std::unique_ptr<FileReader> make_local_reader(int handle, std::uint64_t length_bytes,
                                              std::string path) {
  return std::make_unique<LocalReader>(handle, length_bytes, std::move(path));
}

std::unique_ptr<FileWriter> make_local_writer(int handle, std::uint64_t position,
                                              std::string path) {
  return std::make_unique<LocalWriter>(handle, position, std::move(path));
}

}  // namespace mammoth::hdfs
