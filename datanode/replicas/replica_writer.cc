#include "datanode/replicas/replica_writer.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"
#include "datanode/replicas/replica_files.h"
#include "datanode/replicas/replica_store.h"

namespace mammoth::datanode {
namespace {

// A third of the processor time of a write goes into finding room on the disk page by page; small
// blocks are not worth asking for more.
constexpr std::uint64_t kReservedStep = 8u << 20;
constexpr std::uint64_t kReservesFrom = 1u << 20;

}  // namespace

ReplicaWriter::ReplicaWriter(ReplicaStore& store, ReplicaMap::Entry entry)
    : store_(store), entry_(std::move(entry)) {}

Result<std::unique_ptr<ReplicaWriter>> ReplicaWriter::open(ReplicaStore& store,
                                                           ReplicaMap::Entry entry,
                                                           const DataChecksum& requested,
                                                           bool create) {
  std::unique_ptr<ReplicaWriter> writer(new ReplicaWriter(store, std::move(entry)));
  if (create) {
    writer->create(requested);
  } else {
    TRY(writer->continue_existing(requested));
  }
  writer->opened_ = true;
  return writer;
}

void ReplicaWriter::create(const DataChecksum& requested) {
  auto& disk = volume().disk();
  checksum_ = requested;
  data_ = disk.open(volume().block_file(replica()), OpenMode::kCreate);
  try {
    meta_ = disk.open(volume().meta_file(replica()), OpenMode::kCreate);
  } catch (const DiskError&) {
    disk.unlink(volume().block_file(replica()));  // else it is in the way of the next one
    throw;
  }
  pending_ = encode_meta_header(checksum_);
}

Result<void> ReplicaWriter::continue_existing(const DataChecksum& requested) {
  auto& disk = volume().disk();
  data_ = disk.open(volume().block_file(replica()), OpenMode::kReadWrite);
  meta_ = disk.open(volume().meta_file(replica()), OpenMode::kReadWrite);
  checksum_ = read_meta_header(*meta_);
  if (checksum_.bytes_per_checksum != requested.bytes_per_checksum)
    return Error{
        ErrorCode::kIo,
        fmt::format("Client requested checksum with chunks of {} bytes when appending to an "
                    "existing block with different chunk size: {}",
                    requested.bytes_per_checksum, checksum_.bytes_per_checksum)};
  on_disk_ = entry_.open->progress().on_disk;
  if (on_disk_ > data_->size() || checksum_.meta_file_bytes(on_disk_) > meta_->size())
    return Error{ErrorCode::kIo, "Corrupted block: " + to_text(replica().block)};
  last_chunk_crc_ = TRY(verified_tail_crc(*data_, *meta_, checksum_, on_disk_));
  entry_.open->set_on_disk(on_disk_, last_chunk_crc_);
  pending_offset_ = checksum_.meta_file_bytes(on_disk_);
  return {};
}

ReplicaWriter::~ReplicaWriter() {
  if (finished_) return;
  if (!opened_) {
    entry_.open->release_reservation();
    return;
  }
  leave_whole();
  store_.abandon(*this);
}

Result<void> ReplicaWriter::write(std::uint64_t offset, ByteView data, ByteView checksums) {
  const auto end = offset + data.size();
  if (offset > on_disk_)
    return Error{ErrorCode::kIo,
                 fmt::format("Received an out-of-sequence packet for {} at offset {}. Expecting "
                             "packet starting at {}",
                             to_text(replica().block), offset, on_disk_)};
  const auto chunk = checksum_.bytes_per_checksum;
  const bool aligned = offset % chunk == 0;
  if (!aligned && end > checksum_.chunk_start(offset) + chunk)
    return Error{
        ErrorCode::kIo,
        fmt::format("Unexpected packet data length for {}: a partial chunk must be  sent in "
                    "an individual packet (data length = {} > bytesPerChecksum = {})",
                    to_text(replica().block), data.size(), chunk)};
  entry_.open->set_received(end);
  if (end <= on_disk_) return {};

  const auto boundary = checksum_.chunk_start(on_disk_);
  const auto fresh = data.subspan(on_disk_ - offset);
  if (gathered_.empty()) gathered_offset_ = on_disk_;
  gathered_.push_back(fresh);
  on_disk_ = end;
  if (checksum_.size() == 0) return {};
  if (!aligned || offset > boundary) {
    continue_chunk(fresh);
  } else if (checksums.empty()) {
    compute_checksums(boundary, data.subspan(boundary - offset));
  } else {
    keep_checksums(boundary, checksums.subspan((boundary - offset) / chunk * checksum_.size()));
  }
  return {};
}

void ReplicaWriter::keep_checksums(std::uint64_t chunk_offset, ByteView checksums) {
  const auto position = checksum_.meta_offset(chunk_offset);
  if (pending_.empty()) {
    pending_offset_ = position;
  } else {
    pending_.resize(position - pending_offset_);  // a partial chunk's checksum is replaced
  }
  pending_.append(as_text(checksums));
  last_chunk_crc_.reset();
  if (on_disk_ % checksum_.bytes_per_checksum != 0)
    last_chunk_crc_ = ByteReader(checksums.last(kCrcBytes)).u32();
}

void ReplicaWriter::compute_checksums(std::uint64_t chunk_offset, ByteView data) {
  std::string checksums(checksum_.checksums_bytes(data.size()), '\0');
  checksum_.compute(data, std::as_writable_bytes(std::span(checksums)));
  keep_checksums(chunk_offset, as_byte_view(checksums));
}

void ReplicaWriter::continue_chunk(ByteView data) {
  const auto crc = update_crc(checksum_.type, last_chunk_crc_.value_or(0), data);
  std::array<std::byte, kCrcBytes> bytes;
  store_big_endian(crc, bytes.data());
  keep_checksums(checksum_.chunk_start(on_disk_ - 1), bytes);
}

void ReplicaWriter::write_gathered() {
  if (gathered_.empty()) return;
  if (on_disk_ > reserved_ && on_disk_ >= kReservesFrom) {
    const auto begin = std::max(reserved_, gathered_offset_);
    reserved_ = (on_disk_ / kReservedStep + 1) * kReservedStep;
    data_->reserve(begin, reserved_ - begin);
  }
  data_->write_pieces_at(gathered_offset_, gathered_);
  gathered_.clear();
}

void ReplicaWriter::release_reserved() {
  if (reserved_ > on_disk_) data_->truncate(on_disk_);
  reserved_ = 0;
}

void ReplicaWriter::flush() {
  write_gathered();
  if (!pending_.empty()) {
    meta_->write_at(pending_offset_, as_byte_view(pending_));
    pending_offset_ += pending_.size();
    pending_.clear();
  }
  if (entry_.open->progress().on_disk < on_disk_)
    entry_.open->set_on_disk(on_disk_, last_chunk_crc_);
}

void ReplicaWriter::sync() {
  flush();
  data_->sync_data();
  meta_->sync_data();
  if (names_synced_) return;
  volume().disk().sync_directory(parent_directory(volume().block_file(replica())));
  names_synced_ = true;
}

void ReplicaWriter::leave_whole() noexcept {
  try {
    if (meta_ && meta_->size() == 0)
      meta_->write_at(0, as_byte_view(encode_meta_header(checksum_)));
    const auto flushed = entry_.open->progress().on_disk;
    if (data_ && (data_->size() > flushed || reserved_ > flushed)) data_->truncate(flushed);
  } catch (const DiskError& e) {
    log::warn("datanode", "{}: cannot leave it whole: {}", to_text(replica().block), e.what());
  }
}

}  // namespace mammoth::datanode
