#include "common/hdfs/hdfs_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <thread>

#include "common/base/log.h"
#include "common/hdfs/hdfs_client.h"
#include "common/hdfs/local_block_reader.h"
#include "common/hdfs/short_circuit_replicas.h"
#include "common/net/failure_text.h"
#include "common/protocol/hdfs/client_namenode/blocks.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

// Skipping that much in an open stream costs less than a new operation.
constexpr std::uint64_t kSkipBytes = 128u << 10;

std::string block_name(const pb::LocatedBlockProto& block) {
  return fmt::format("{}:blk_{}_{}", block.b().poolid(), block.b().blockid(),
                     block.b().generationstamp());
}

Error missing_block(const pb::LocatedBlockProto& block, const std::string& path) {
  return {ErrorCode::kRemote,
          fmt::format("Could not obtain block: {} file={}", block_name(block), path),
          "org.apache.hadoop.hdfs.BlockMissingException"};
}

void pause_before_retry(const ClientSettings& settings, int failures) {
  std::random_device random;
  const double window = static_cast<double>(settings.retry_window.count());
  const double part = std::uniform_real_distribution<>(0, 1)(random);
  const double wait_ms = window * (failures - 1) + window * failures * part;
  std::this_thread::sleep_for(std::chrono::milliseconds(static_cast<std::int64_t>(wait_ms)));
}

}  // namespace

HdfsReader::HdfsReader(std::shared_ptr<HdfsClient> client, std::string path,
                       std::unique_ptr<BlockLocations> blocks, bool verifies)
    : client_(std::move(client)),
      path_(std::move(path)),
      blocks_(std::move(blocks)),
      verifies_(verifies) {}

std::unique_ptr<BlockSource> open_block_source(HdfsClient& client, const BlockLocations::Block& block,
                                               const pb::DatanodeInfoProto& node, BlockRange range) {
  if (client.short_circuit)
    if (auto replica = client.short_circuit->find(block, node.id()))
      return std::make_unique<LocalBlockReader>(
          std::move(replica), range,
          range.verifies && !client.settings.short_circuit_skips_checksums);
  return std::make_unique<BlockReader>(*client.datanodes, block, node, range,
                                       client.namenode.client_name(), client.settings.socket_timeout);
}

std::size_t HdfsReader::counted(const BlockSource& source, std::size_t bytes) {
  total_bytes_ += bytes;
  if (source.is_local()) local_bytes_ += bytes;
  if (source.is_short_circuit()) short_circuit_bytes_ += bytes;
  return bytes;
}

const pb::DatanodeInfoProto* HdfsReader::choose_node(const BlockLocations::Block& block) {
  const std::lock_guard lock(mutex_);
  for (const auto& node : block.locs())
    if (!dead_nodes_.contains(node.id().datanodeuuid())) return &node;
  return nullptr;
}

void HdfsReader::blame(const BlockLocations::Block& block, const pb::DatanodeInfoProto& node,
                       bool corrupt) {
  {
    const std::lock_guard lock(mutex_);
    dead_nodes_.insert(node.id().datanodeuuid());
  }
  if (!corrupt) return;
  pb::ReportBadBlocksRequestProto report;
  auto& bad = *report.add_blocks();
  bad = block;
  bad.clear_locs();
  bad.clear_storageids();
  bad.clear_storagetypes();
  bad.clear_iscached();
  *bad.add_locs() = node;
  for (int i = 0; i < block.locs_size() && i < block.storageids_size(); ++i)
    if (block.locs(i).id().datanodeuuid() == node.id().datanodeuuid())
      bad.add_storageids(block.storageids(i));
  if (auto answer =
          client_->namenode.call<pb::ReportBadBlocksResponseProto>("reportBadBlocks", report);
      !answer)
    log::warn("client", "cannot report the corrupt replica of {}: {}", block_name(block),
              answer.error().message);
}

void HdfsReader::forgive_all() {
  const std::lock_guard lock(mutex_);
  dead_nodes_.clear();
}

Result<HdfsReader::Attempt> HdfsReader::read_from_any_replica(std::uint64_t offset_bytes,
                                                              std::uint64_t wanted_bytes,
                                                              std::span<std::byte> buffer) {
  for (int failures = 0;;) {
    const auto block = TRY(blocks_->at(offset_bytes));
    const auto* node = choose_node(*block);
    if (node == nullptr) {
      if (++failures >= client_->settings.max_block_acquire_failures)
        return missing_block(*block, path_);
      pause_before_retry(client_->settings, failures);
      forgive_all();
      blocks_->refresh(offset_bytes);
      continue;
    }
    const std::uint64_t start = offset_bytes - block->offset();
    const BlockRange range{start, std::min(wanted_bytes, block->b().numbytes() - start), verifies_};
    bool corrupt = false;
    std::string reason;
    try {
      Attempt attempt;
      attempt.reader = open_block_source(*client_, *block, *node, range);
      attempt.bytes = counted(*attempt.reader, attempt.reader->read(buffer));
      return attempt;
    } catch (const ChecksumMismatch& error) {
      corrupt = true, reason = error.what();
    } catch (const std::exception& error) {
      reason = failure_text(error);
    }
    log::warn("client", "cannot read {} of {} from {}: {}; trying another replica",
              block_name(*block), path_, node->id().ipaddr(), reason);
    blame(*block, *node, corrupt);
  }
}

Result<std::size_t> HdfsReader::read(std::span<std::byte> buffer) {
  if (buffer.empty() || position_ >= length_bytes()) return std::size_t{0};
  if (current_) {
    try {
      if (const std::size_t count = current_->read(buffer); count > 0) {
        position_ += counted(*current_, count);
        return count;
      }
    } catch (const std::exception& error) {
      log::warn("client", "reading {} at {} broke off: {}; going on with another replica", path_,
                position_, failure_text(error));
    }
    current_.reset();
  }
  auto attempt = TRY(read_from_any_replica(position_, UINT64_MAX, buffer));
  current_ = std::move(attempt.reader);
  position_ += attempt.bytes;
  return attempt.bytes;
}

Result<std::size_t> HdfsReader::read_at(std::uint64_t offset_bytes, std::span<std::byte> buffer) {
  if (offset_bytes >= length_bytes()) return std::size_t{0};
  const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), length_bytes() - offset_bytes);
  std::size_t done = 0;
  while (done < wanted) {
    const auto rest = buffer.subspan(done, wanted - done);
    if (client_->hedged.is_wanted()) {
      const std::optional<std::size_t> count = TRY(read_hedged(offset_bytes + done, rest));
      if (count) {
        done += *count;
        continue;
      }
    }
    done += TRY(read_at_from_one(offset_bytes + done, rest));
  }
  return done;
}

// At least one byte; more as long as the replica gives them.
Result<std::size_t> HdfsReader::read_at_from_one(std::uint64_t offset_bytes,
                                                 std::span<std::byte> buffer) {
  auto attempt = TRY(read_from_any_replica(offset_bytes, buffer.size(), buffer));
  std::size_t done = attempt.bytes;
  try {
    while (done < buffer.size()) {
      const std::size_t count =
          counted(*attempt.reader, attempt.reader->read(buffer.subspan(done)));
      if (count == 0) break;
      done += count;
    }
  } catch (const std::exception&) {
    // the rest comes from whichever replica answers
  }
  return done;
}

Result<void> HdfsReader::seek(std::uint64_t offset_bytes) {
  if (offset_bytes > length_bytes()) return Error{ErrorCode::kEof, "Cannot seek after EOF"};
  if (current_ && offset_bytes >= position_ && offset_bytes - position_ <= kSkipBytes) {
    std::byte skipped[4096];
    while (current_ && position_ < offset_bytes) {
      auto count =
          read(std::span(skipped, std::min<std::size_t>(sizeof skipped, offset_bytes - position_)));
      if (!count || *count == 0) break;
    }
  }
  if (position_ != offset_bytes) current_.reset();
  position_ = offset_bytes;
  return {};
}

}  // namespace mammoth::hdfs
