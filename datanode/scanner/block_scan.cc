#include "datanode/scanner/block_scan.h"

#include <algorithm>
#include <vector>

#include "common/base/log.h"
#include "datanode/replicas/finalized_files.h"

namespace mammoth::datanode {

namespace {

constexpr std::uint64_t kPieceBytes = 1 << 20;
constexpr std::chrono::milliseconds kAtOnce{0};
constexpr std::chrono::milliseconds kLongestPause = std::chrono::minutes(1);

}  // namespace

BlockScan::BlockScan(ReplicaStore& store, ReplicaEvents& events, const Clock& clock,
                     VolumeIndex volume, BlockScanOptions options, ScanActivity& activity)
    : store_(store),
      events_(events),
      clock_(clock),
      volume_(volume),
      options_(options),
      activity_(activity) {
  const Volume& scanned = *store_.volumes().at(volume_);
  cursor_ = load_cursor(scanned.disk(), scanned.layout());
}

std::chrono::milliseconds BlockScan::step() {
  if (store_.volumes().at(volume_)->failed()) return kLongestPause;
  try {
    return reader_ ? read_piece() : next_block();
  } catch (const DiskError& e) {
    log::warn("datanode", "Block scanner: {}", e.what());
    if (reader_ && e.error_number() != ENOENT) finish(false);
    reader_.reset();
    store_.suspect(e);
    return kLongestPause;
  }
}

std::chrono::milliseconds BlockScan::next_block() {
  const std::int64_t now_ms = clock_.wall_ms();
  if (cursor_.started_ms == 0 || cursor_.started_ms > now_ms) {
    cursor_ = {};
    cursor_.started_ms = now_ms;
  }
  if (cursor_.at_end) {
    const std::chrono::milliseconds left(cursor_.started_ms + options_.period.count() - now_ms);
    if (left > kAtOnce) return std::min(left, kLongestPause);
    cursor_ = {};
    cursor_.started_ms = now_ms;
    listed_ = false;
  }
  if (waiting_.empty() && !next_directory()) {
    cursor_.at_end = true;
    save(/*at_once=*/true);
    log::info("datanode", "Block scanner: {} is through with {} blocks, {} of them corrupt",
              store_.volumes().at(volume_)->root(), activity_.verified + activity_.failed,
              activity_.failed.load());
    return kAtOnce;
  }
  if (waiting_.empty()) return kAtOnce;
  cursor_.last = waiting_.front();
  waiting_.pop_front();
  save(/*at_once=*/false);
  open(cursor_.last);
  return kAtOnce;
}

// What is left of the cursor's directory after a start, then the one after it.
bool BlockScan::next_directory() {
  const Volume& volume = *store_.volumes().at(volume_);
  const auto directories = finalized_directories(volume.disk(), volume.layout());
  const bool resumed = !listed_ && !cursor_.directory.empty();
  const auto next = resumed ? std::ranges::lower_bound(directories, cursor_.directory)
                            : std::ranges::upper_bound(directories, cursor_.directory);
  listed_ = true;
  if (next == directories.end()) return false;
  const BlockId after = resumed && *next == cursor_.directory ? cursor_.last : BlockId{};
  cursor_.directory = *next;
  cursor_.last = after;
  for (const auto& [id, stamp] : finalized_files(volume.disk(), volume.layout(), *next))
    if (id > after) waiting_.push_back(id);
  return true;
}

void BlockScan::open(BlockId id) {
  const auto replica = store_.find(id);
  if (!replica || replica->volume != volume_ || replica->state != ReplicaState::kFinalized) return;
  auto reader = store_.open_reader(replica->block, {});
  if (!reader) {
    // A meta file that makes no sense; one that is gone meanwhile is nobody's fault.
    const auto now = store_.find(id);
    if (!now || now->block != replica->block) return;
    log::warn("datanode", "Reporting bad {}: {}", to_text(replica->block), reader.error().message);
    ++activity_.failed;
    events_.corrupt(replica->block, *store_.volumes().at(volume_));
    return;
  }
  reader_.emplace(std::move(*reader));
  position_ = 0;
  if (reader_->meta() == nullptr) finish(false);
}

std::chrono::milliseconds BlockScan::read_piece() {
  const DataChecksum& checksum = reader_->checksum();
  const std::uint64_t piece =
      std::max<std::uint64_t>(checksum.chunk_start(kPieceBytes), checksum.bytes_per_checksum);
  const std::uint64_t count = std::min(piece, reader_->end() - position_);
  if (count == 0) {
    finish(true);
    return kAtOnce;
  }
  std::vector<std::byte> data(count);
  std::vector<std::byte> checksums(checksum.checksums_bytes(count));
  const bool whole = reader_->data().read_at(position_, data) == count;
  if (whole) reader_->read_checksums(position_, count, checksums);
  reader_->data().hint(CacheHint::kDontNeed, position_, count);
  position_ += count;
  if (!whole || checksum.verify(data, checksums)) {
    finish(false);
  } else if (position_ == reader_->end()) {
    finish(true);
  }
  return std::chrono::milliseconds(count * 1000 / options_.bytes_per_second);
}

void BlockScan::finish(bool sound) {
  const Block block = reader_->replica().block;
  reader_.reset();
  if (sound) {
    ++activity_.verified;
    return;
  }
  // A truncation may have come between.
  const auto now = store_.find(block.id);
  if (!now || now->block != block || now->state != ReplicaState::kFinalized) return;
  ++activity_.failed;
  const Volume& volume = *store_.volumes().at(volume_);
  log::warn("datanode", "Reporting bad {} on {}", to_text(store_.pool_id(), block), volume.root());
  events_.corrupt(block, volume);
}

void BlockScan::save(bool at_once) {
  const std::int64_t now_ms = clock_.wall_ms();
  if (!at_once && now_ms - cursor_.saved_ms < options_.cursor_interval.count()) return;
  cursor_.saved_ms = now_ms;
  const Volume& volume = *store_.volumes().at(volume_);
  save_cursor(volume.disk(), volume.layout(), cursor_);
}

}  // namespace mammoth::datanode
