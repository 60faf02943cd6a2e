#include "common/hdfs/local_block_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace mammoth::hdfs {
namespace {

// Of chunks read ahead for small reads, and at a time for large ones: what stays in the processor's
// cache between the read and the verification.
constexpr std::size_t kSmallReadBytes = 64u << 10;
constexpr std::size_t kLargeReadBytes = 512u << 10;

// Up to the file's end.
std::size_t pread_fully(int file, std::uint64_t offset, std::span<std::byte> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const auto count = ::pread(file, out.data() + done, out.size() - done,
                               static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::system_error(errno, std::generic_category(), "pread");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

}  // namespace

LocalBlockReader::LocalBlockReader(std::shared_ptr<LocalReplica> replica, BlockRange range,
                                   bool verifies)
    : replica_(std::move(replica)),
      verifies_(verifies && replica_->checksum.type != ChecksumType::kNull),
      position_(range.offset_bytes),
      end_(range.offset_bytes + range.length_bytes) {}

std::size_t LocalBlockReader::read_chunks(std::uint64_t start, std::span<std::byte> data) {
  const auto& checksum = replica_->checksum;
  const auto count = pread_fully(replica_->data.get(), start, data);
  if (count == 0)
    throw ChecksumMismatch(fmt::format("{} ends at {}, before its length", replica_->name, start));
  checksums_.resize(checksum.checksums_bytes(count));
  const auto kept =
      pread_fully(replica_->meta.get(), checksum.meta_offset(start), std::span(checksums_));
  if (kept < checksums_.size())
    throw ChecksumMismatch(fmt::format("the meta file of {} ends before its data", replica_->name));
  if (const auto bad = checksum.verify(data.first(count), checksums_))
    throw ChecksumMismatch(fmt::format("Checksum error at {} of {}",
                                       start + *bad * checksum.bytes_per_checksum, replica_->name));
  return count;
}

std::size_t LocalBlockReader::read_through_buffer(std::span<std::byte> buffer) {
  const auto& checksum = replica_->checksum;
  if (position_ < chunks_start_ || position_ >= chunks_start_ + chunks_.size()) {
    const auto start = checksum.chunk_start(position_);
    const auto wanted = std::min<std::uint64_t>(
        std::max<std::uint64_t>(kSmallReadBytes, checksum.bytes_per_checksum),
        end_ - start + checksum.bytes_per_checksum);
    chunks_.resize(checksum.chunk_start(wanted));
    chunks_start_ = start;
    try {
      chunks_.resize(read_chunks(start, chunks_));
    } catch (...) {
      chunks_.clear();
      throw;
    }
    if (position_ - start >= chunks_.size())
      throw ChecksumMismatch(fmt::format("{} ends before its length", replica_->name));
  }
  const auto ready = std::span(chunks_).subspan(position_ - chunks_start_);
  const auto count = std::min({buffer.size(), ready.size(), static_cast<std::size_t>(end_ - position_)});
  std::memcpy(buffer.data(), ready.data(), count);
  position_ += count;
  return count;
}

std::size_t LocalBlockReader::read(std::span<std::byte> buffer) {
  if (position_ == end_ || buffer.empty()) return 0;
  const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), end_ - position_);
  if (!verifies_) {
    const auto count = pread_fully(replica_->data.get(), position_, buffer.first(wanted));
    if (count == 0) throw ChecksumMismatch(fmt::format("{} ends before its length", replica_->name));
    position_ += count;
    return count;
  }
  const auto& checksum = replica_->checksum;
  const bool begins_chunk = position_ == checksum.chunk_start(position_);
  if (!begins_chunk || wanted < kSmallReadBytes || wanted < checksum.bytes_per_checksum)
    return read_through_buffer(buffer);
  std::size_t done = 0;
  while (wanted - done >= checksum.bytes_per_checksum) {
    const auto piece = checksum.chunk_start(std::min(
        wanted - done, std::max<std::size_t>(kLargeReadBytes, checksum.bytes_per_checksum)));
    const auto count = read_chunks(position_, buffer.subspan(done, piece));
    done += count;
    position_ += count;
    if (count < piece) break;
  }
  return done;
}

}  // namespace mammoth::hdfs
