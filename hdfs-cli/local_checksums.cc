#include "hdfs-cli/local_checksums.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/base/bytes.h"
#include "common/hdfs/path.h"
#include "common/io/crc32.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

using hdfs::FileReader;
using hdfs::FileStatus;
using hdfs::FileSystem;
using hdfs::FileWriter;

constexpr std::uint32_t kChunkBytes = 512;
constexpr std::uint32_t kMaxChunkBytes = 1 << 20;
constexpr std::string_view kChecksumFileMagic("crc\0", 4);
constexpr std::size_t kHeaderBytes = 8;

bool is_checksum_file(std::string_view name) {
  return name.starts_with('.') && name.ends_with(".crc");
}

std::string checksum_path(const std::string& path) {
  const std::size_t slash = path.rfind('/') + 1;
  return fmt::format("{}.{}.crc", path.substr(0, slash), path.substr(slash));
}

std::array<std::byte, 4> big_endian(std::uint32_t value) {
  return {std::byte(value >> 24), std::byte(value >> 16), std::byte(value >> 8), std::byte(value)};
}

std::uint32_t from_big_endian(ByteView bytes) {
  std::uint32_t value = 0;
  for (const std::byte byte : bytes.first(4))
    value = value << 8 | std::to_integer<std::uint32_t>(byte);
  return value;
}

// Writes a file and its checksums.
class ChecksummingWriter final : public FileWriter {
 public:
  ChecksummingWriter(std::unique_ptr<FileWriter> data, std::unique_ptr<FileWriter> checksums)
      : data_(std::move(data)), checksums_(std::move(checksums)) {}

  Result<void> begin() {
    TRY(checksums_->write(as_byte_view(kChecksumFileMagic)));
    return checksums_->write(big_endian(kChunkBytes));
  }

  Result<void> write(std::span<const std::byte> bytes) override {
    TRY(data_->write(bytes));
    while (!bytes.empty()) {
      const std::size_t count = std::min<std::size_t>(bytes.size(), kChunkBytes - in_chunk_);
      crc_ = update_crc(ChecksumType::kCrc32, crc_, bytes.first(count));
      in_chunk_ += count;
      bytes = bytes.subspan(count);
      if (in_chunk_ == kChunkBytes) TRY(end_chunk());
    }
    return {};
  }
  Result<void> hflush() override { return data_->hflush(); }
  Result<void> hsync() override { return data_->hsync(); }
  Result<void> close() override {
    if (in_chunk_ > 0) TRY(end_chunk());
    TRY(checksums_->close());
    return data_->close();
  }
  std::uint64_t position() const override { return data_->position(); }

 private:
  Result<void> end_chunk() {
    TRY(checksums_->write(big_endian(crc_)));
    crc_ = 0;
    in_chunk_ = 0;
    return {};
  }

  std::unique_ptr<FileWriter> data_;
  std::unique_ptr<FileWriter> checksums_;
  std::uint32_t crc_ = 0;
  std::size_t in_chunk_ = 0;
};

// Reads whole chunks and hands out only what has been verified.
class VerifyingReader final : public FileReader {
 public:
  VerifyingReader(std::unique_ptr<FileReader> data, std::unique_ptr<FileReader> checksums,
                  std::uint32_t chunk_bytes, std::string name)
      : data_(std::move(data)),
        checksums_(std::move(checksums)),
        chunk_bytes_(chunk_bytes),
        name_(std::move(name)) {}

  Result<std::size_t> read(std::span<std::byte> buffer) override {
    const std::size_t count = TRY(read_at(position_, buffer));
    position_ += count;
    return count;
  }

  Result<std::size_t> read_at(std::uint64_t offset_bytes, std::span<std::byte> buffer) override {
    if (buffer.empty()) return 0;
    const std::uint64_t start = offset_bytes - offset_bytes % chunk_bytes_;
    const std::size_t chunks = buffer.size() / chunk_bytes_ + 1;
    std::vector<std::byte> bytes(chunks * chunk_bytes_);
    bytes.resize(TRY(read_all(*data_, start, bytes)));
    TRY(verify(start, bytes));
    const std::size_t skipped = offset_bytes - start;
    if (bytes.size() <= skipped) return 0;
    const std::size_t count = std::min(buffer.size(), bytes.size() - skipped);
    std::ranges::copy(std::span(bytes).subspan(skipped, count), buffer.begin());
    return count;
  }

  Result<void> seek(std::uint64_t offset_bytes) override {
    position_ = offset_bytes;
    return {};
  }
  std::uint64_t position() const override { return position_; }
  std::uint64_t length_bytes() const override { return data_->length_bytes(); }

 private:
  static Result<std::size_t> read_all(FileReader& reader, std::uint64_t offset,
                                      std::span<std::byte> buffer) {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
      const std::size_t count = TRY(reader.read_at(offset + filled, buffer.subspan(filled)));
      if (count == 0) break;
      filled += count;
    }
    return filled;
  }

  Result<void> verify(std::uint64_t start, ByteView bytes) {
    const std::uint64_t first = start / chunk_bytes_;
    std::vector<std::byte> expected((bytes.size() + chunk_bytes_ - 1) / chunk_bytes_ * 4);
    const std::size_t there = TRY(read_all(*checksums_, kHeaderBytes + first * 4, expected));
    for (std::size_t i = 0; i * chunk_bytes_ < bytes.size(); ++i) {
      const ByteView chunk = bytes.subspan(
          i * chunk_bytes_, std::min<std::size_t>(chunk_bytes_, bytes.size() - i * chunk_bytes_));
      const std::uint32_t actual = update_crc(ChecksumType::kCrc32, 0, chunk);
      if (there < i * 4 + 4)
        return Error{ErrorCode::kChecksum,
                     "Checksum file not a length multiple of checksum size in " + name_};
      const std::uint32_t wanted = from_big_endian(ByteView(expected).subspan(i * 4));
      if (actual != wanted)
        return Error{
            ErrorCode::kChecksum,
            fmt::format("Checksum error: {} at {} exp: {} got: {}", name_, start + i * chunk_bytes_,
                        static_cast<std::int32_t>(wanted), static_cast<std::int32_t>(actual))};
    }
    return {};
  }

  std::unique_ptr<FileReader> data_;
  std::unique_ptr<FileReader> checksums_;
  const std::uint32_t chunk_bytes_;
  const std::string name_;
  std::uint64_t position_ = 0;
};

}  // namespace

namespace {

// Forwards everything that has nothing to do with checksums.
class Forwarding : public FileSystem {
 public:
  explicit Forwarding(std::shared_ptr<FileSystem> to) : to_(std::move(to)) {}

  std::string uri() const override { return to_->uri(); }
  std::string scheme() const override { return to_->scheme(); }
  std::string home_directory() const override { return to_->home_directory(); }
  hdfs::ServerDefaults server_defaults(std::string_view path) override {
    return to_->server_defaults(path);
  }
  Result<FileStatus> status(const std::string& path) override { return to_->status(path); }
  Result<FileStatus> link_status(const std::string& path) override {
    return to_->link_status(path);
  }
  Result<bool> mkdirs(const std::string& path, std::uint16_t permission) override {
    return to_->mkdirs(path, permission);
  }
  Result<bool> mkdir(const std::string& path, std::uint16_t permission) override {
    return to_->mkdir(path, permission);
  }
  Result<void> set_permission(const std::string& path, std::uint16_t permission) override {
    return to_->set_permission(path, permission);
  }
  Result<void> set_owner(const std::string& path, const std::string& owner,
                         const std::string& group) override {
    return to_->set_owner(path, owner, group);
  }
  Result<void> set_times(const std::string& path, hdfs::SetTimes times) override {
    return to_->set_times(path, times);
  }
  Result<bool> set_replication(const std::string& path, std::uint16_t replication) override {
    return to_->set_replication(path, replication);
  }
  Result<void> access(const std::string& path, int mode) override {
    return to_->access(path, mode);
  }
  Result<hdfs::ContentSummary> content_summary(const std::string& path) override {
    return to_->content_summary(path);
  }
  Result<hdfs::ContentSummary> quota_usage(const std::string& path) override {
    return to_->quota_usage(path);
  }
  Result<hdfs::FileSystemStatus> file_system_status(const std::string& path) override {
    return to_->file_system_status(path);
  }
  Result<std::optional<hdfs::FileChecksum>> checksum(const std::string& path) override {
    return to_->checksum(path);
  }
  Result<std::vector<hdfs::BlockLocation>> block_locations(const std::string& path,
                                                           std::uint64_t offset_bytes,
                                                           std::uint64_t length_bytes) override {
    return to_->block_locations(path, offset_bytes, length_bytes);
  }
  std::string trash_root(const std::string& path) override { return to_->trash_root(path); }

 protected:
  FileSystem& inner() { return *to_; }

 private:
  std::shared_ptr<FileSystem> to_;
};

class ChecksumFileSystem final : public Forwarding {
 public:
  ChecksumFileSystem(std::shared_ptr<FileSystem> local, const LocalChecksums& settings)
      : Forwarding(std::move(local)), settings_(settings) {}

  Result<std::unique_ptr<FileReader>> open(const std::string& path) override {
    auto data = TRY(inner().open(path));
    if (!settings_.verify) return data;
    Result<std::unique_ptr<FileReader>> checksums = inner().open(checksum_path(path));
    if (!checksums) return data;
    std::array<std::byte, kHeaderBytes> header{};
    const std::size_t count = TRY((*checksums)->read_at(0, header));
    const std::uint32_t chunk_bytes = from_big_endian(ByteView(header).subspan(4));
    if (count < header.size() || !as_text(header).starts_with(kChecksumFileMagic) || chunk_bytes == 0 ||
        chunk_bytes > kMaxChunkBytes)
      return data;
    return std::make_unique<VerifyingReader>(std::move(data), std::move(*checksums), chunk_bytes,
                                             "file:" + path);
  }

  Result<std::unique_ptr<FileWriter>> create(const std::string& path,
                                             const hdfs::CreateOptions& options) override {
    auto data = TRY(inner().create(path, options));
    if (!settings_.write) {
      TRY(inner().remove(checksum_path(path), false));
      return data;
    }
    auto writer = std::make_unique<ChecksummingWriter>(
        std::move(data), TRY(inner().create(checksum_path(path), {})));
    TRY(writer->begin());
    return writer;
  }

  Result<std::unique_ptr<FileWriter>> append(const std::string&) override {
    return refuse("Append");
  }
  Result<bool> truncate(const std::string&, std::uint64_t) override { return refuse("Truncate"); }
  Result<void> concat(const std::string&, const std::vector<std::string>&) override {
    return Error{ErrorCode::kUnsupportedOperation, "Concat is not supported by ChecksumFileSystem"};
  }

  Result<void> list(const std::string& path,
                    const std::function<bool(const FileStatus&)>& each) override {
    return inner().list(path, [&](const FileStatus& entry) {
      return is_checksum_file(entry.name()) || each(entry);
    });
  }

  Result<bool> rename(const std::string& source, const std::string& target) override {
    const Result<FileStatus> into = inner().status(target);
    const std::string final_target = into && into->is_directory
                                         ? join_path(target, source.substr(source.rfind('/') + 1))
                                         : target;
    const bool renamed = TRY(inner().rename(source, target));
    if (renamed) TRY(move_checksums(source, final_target));
    return renamed;
  }

  Result<void> rename2(const std::string& source, const std::string& target,
                       bool overwrite) override {
    TRY(inner().rename2(source, target, overwrite));
    return move_checksums(source, target);
  }

  Result<bool> remove(const std::string& path, bool recursive) override {
    const bool removed = TRY(inner().remove(path, recursive));
    if (removed) TRY(inner().remove(checksum_path(path), false));
    return removed;
  }

 private:
  static Error refuse(std::string_view operation) {
    return fatal_error(
        fmt::format("java.lang.UnsupportedOperationException: {} is not supported by "
                    "ChecksumFileSystem",
                    operation));
  }

  Result<void> move_checksums(const std::string& source, const std::string& target) {
    const std::string from = checksum_path(source);
    if (inner().status(from)) return inner().rename2(from, checksum_path(target), true);
    TRY(inner().remove(checksum_path(target), false));
    return {};
  }

  const LocalChecksums& settings_;
};

}  // namespace

std::shared_ptr<FileSystem> with_local_checksums(std::shared_ptr<FileSystem> local,
                                                 const LocalChecksums& settings) {
  return std::make_shared<ChecksumFileSystem>(std::move(local), settings);
}

}  // namespace mammoth::cli
