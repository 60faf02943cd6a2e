#include "datanode/replicas/open_replica.h"

#include <fmt/format.h>

#include <algorithm>

#include "datanode/replicas/layout.h"

namespace mammoth::datanode {

OpenReplica::OpenReplica(BlockId id, std::shared_ptr<Volume> volume, std::uint64_t length,
                         std::uint64_t reserved_bytes)
    : id_(id),
      volume_(std::move(volume)),
      progress_{length, length, length, std::nullopt},
      reserved_bytes_(reserved_bytes) {}

OpenReplica::~OpenReplica() { release_reservation(); }

ReplicaProgress OpenReplica::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

void OpenReplica::set_received(std::uint64_t length) {
  const std::lock_guard lock(mutex_);
  progress_.received = std::max(progress_.received, length);
}

void OpenReplica::set_on_disk(std::uint64_t length, std::optional<std::uint32_t> last_chunk_crc) {
  const std::lock_guard lock(mutex_);
  const auto growth = replica_footprint(length) - replica_footprint(progress_.on_disk);
  const auto used_up = std::min(growth, reserved_bytes_);
  volume_->add_used(static_cast<std::int64_t>(growth));
  volume_->release(used_up);
  reserved_bytes_ -= used_up;
  progress_.on_disk = length;
  progress_.last_chunk_crc = last_chunk_crc;
  grown_.notify_all();
}

void OpenReplica::set_acknowledged(std::uint64_t length) {
  const std::lock_guard lock(mutex_);
  progress_.acknowledged = std::max(progress_.acknowledged, length);
}

void OpenReplica::reset(std::uint64_t length, std::optional<std::uint32_t> last_chunk_crc) {
  const std::lock_guard lock(mutex_);
  volume_->add_used(static_cast<std::int64_t>(replica_footprint(length)) -
                    static_cast<std::int64_t>(replica_footprint(progress_.on_disk)));
  progress_ = {.received = length,
               .on_disk = length,
               .acknowledged = length,
               .last_chunk_crc = last_chunk_crc};
}

void OpenReplica::release_reservation() {
  const std::lock_guard lock(mutex_);
  volume_->release(std::exchange(reserved_bytes_, 0));
}

Result<void> OpenReplica::wait_for_length(std::uint64_t length,
                                          std::chrono::milliseconds limit) const {
  std::unique_lock lock(mutex_);
  if (grown_.wait_for(lock, limit, [&] { return progress_.on_disk >= length; })) return {};
  return Error{ErrorCode::kIo, fmt::format("Need {} bytes, but only {} bytes available", length,
                                           progress_.on_disk)};
}

bool OpenReplica::try_set_writer(const std::shared_ptr<Writer>& writer) {
  const std::lock_guard lock(mutex_);
  if (writer_ && !writer_->gone()) return false;
  writer_ = writer;
  return true;
}

Result<void> OpenReplica::stop_writer(std::chrono::milliseconds limit) {
  std::shared_ptr<Writer> writer;
  {
    const std::lock_guard lock(mutex_);
    writer = writer_;
  }
  if (!writer || writer->stop(limit)) return {};
  return Error{ErrorCode::kIo, fmt::format("Join on writer of {} timed out", block_file_name(id_))};
}

GenerationStamp OpenReplica::recovery_id() const {
  const std::lock_guard lock(mutex_);
  return recovery_id_;
}

void OpenReplica::set_recovery_id(GenerationStamp id) {
  const std::lock_guard lock(mutex_);
  recovery_id_ = id;
}

}  // namespace mammoth::datanode
