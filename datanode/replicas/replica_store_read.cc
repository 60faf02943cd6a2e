// Readers and the lengths that they see.
#include <fmt/format.h>

#include "common/base/log.h"
#include "common/io/malformed_input.h"
#include "datanode/replicas/replica_files.h"
#include "datanode/replicas/replica_store.h"

namespace mammoth::datanode {
namespace {

constexpr std::chrono::seconds kGrowthWait{3};
constexpr std::string_view kPossibleCause =
    ". The block may have been removed recently by the balancer or by intentionally reducing the "
    "replication factor. This condition is usually harmless. To be certain, please check the "
    "preceding datanode log messages for signs of a more serious issue.";

std::int64_t visible(const ReplicaMap::Entry& entry) {
  switch (entry.replica.effective()) {
    case ReplicaState::kFinalized:
      return static_cast<std::int64_t>(entry.replica.block.length_bytes);
    case ReplicaState::kRbw:
      return static_cast<std::int64_t>(entry.open->progress().acknowledged);
    default:
      return -1;
  }
}

Error refuse(std::string message) { return {ErrorCode::kIo, std::move(message)}; }

// Opens the files of a replica that cannot change meanwhile and fits the range to it.
Result<ReplicaReader::Parts> open_parts(const ReplicaMap::Entry& entry, const Volume& volume,
                                        const ReplicaRange& range, std::uint64_t length) {
  auto& disk = volume.disk();
  ReplicaReader::Parts parts;
  parts.replica = entry.replica;
  parts.path = volume.block_file(entry.replica);
  parts.data = disk.open(parts.path, OpenMode::kRead);
  parts.checksum = DataChecksum{ChecksumType::kNull};
  if (range.with_checksums && disk.status(volume.meta_file(entry.replica))) {
    parts.meta = disk.open(volume.meta_file(entry.replica), OpenMode::kRead);
    try {
      parts.checksum = read_meta_header(*parts.meta);
    } catch (const MalformedInput&) {
      return refuse(fmt::format("The meta file of {} is corrupt", to_text(entry.replica.block)));
    }
  }
  const auto readable = entry.replica.block.length_bytes;
  const auto chunk = parts.checksum.bytes_per_checksum;
  parts.start = parts.checksum.chunk_start(range.offset);
  const auto wanted = parts.checksum.chunks(range.offset + length) * chunk;
  parts.end = std::min<std::uint64_t>(wanted, readable);
  if (parts.end == readable && readable % chunk != 0 && parts.meta) {
    const auto known = entry.open ? entry.open->progress().last_chunk_crc : std::nullopt;
    parts.last_chunk_crc =
        known ? known
              : stored_crc(*parts.meta, parts.checksum, parts.checksum.chunk_start(readable));
  }
  return parts;
}

}  // namespace

Result<std::int64_t> ReplicaStore::visible_length(const Block& block) const {
  const auto entry = map_.find(block.id);
  if (!entry || entry->replica.deleting) return not_found(block);
  if (entry->replica.block.generation_stamp < block.generation_stamp)
    return refuse(fmt::format("replica.getGenerationStamp() < block.getGenerationStamp(), block={}, "
                              "replica={}", to_text(pool_id(), block),
                              to_text(entry->replica.block)));
  return visible(*entry);
}

Result<ReplicaReader> ReplicaStore::open_reader(const Block& block, const ReplicaRange& range) {
  const auto missing = [&] {
    return Error{ErrorCode::kReplicaNotFound,
                 fmt::format("Replica not found for {}{}", to_text(pool_id(), block),
                             kPossibleCause)};
  };
  auto entry = map_.find(block.id);
  if (!entry || entry->replica.deleting) return missing();
  if (entry->replica.effective() == ReplicaState::kRbw && range.length)
    TRY(entry->open->wait_for_length(range.offset + *range.length, kGrowthWait));

  const auto change = map_.change(block.id);
  entry = map_.find(block.id);
  if (!entry || entry->replica.deleting) return missing();
  const auto& replica = entry->replica;
  const auto shown = [&] {
    return fmt::format("block={}, replica={} {}", to_text(pool_id(), block),
                       to_text(replica.state), to_text(replica.block));
  };
  if (replica.block.generation_stamp < block.generation_stamp)
    return refuse("Replica gen stamp < block genstamp, " + shown());
  const auto visible_bytes = visible(*entry);
  if (visible_bytes < 0) return refuse("Replica is not readable, " + shown());

  const auto length = range.length.value_or(static_cast<std::uint64_t>(visible_bytes));
  const auto readable = replica.block.length_bytes;
  if (range.offset > readable || length > readable - range.offset)
    return refuse(fmt::format(" Offset {} and length {} don't match block {} ( blockLen {} )",
                              range.offset, length, to_text(pool_id(), block), readable));
  try {
    ReplicaReader::Parts parts =
        TRY(open_parts(*entry, *volumes_.at(replica.volume), range, length));
    return ReplicaReader(std::move(parts));
  } catch (const DiskError& e) {
    if (e.error_number() != ENOENT || replica.state != ReplicaState::kFinalized) throw;
    log::warn("datanode", "{} has lost its files: {}", to_text(replica.block), e.what());
    const auto& volume = volumes_.at(replica.volume);
    remove_files(replica);
    events_.deleted(replica.block, *volume);
    return missing();
  }
}

}  // namespace mammoth::datanode
