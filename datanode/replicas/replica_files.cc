#include "datanode/replicas/replica_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"
#include "datanode/replicas/layout.h"

namespace mammoth::datanode {
namespace {

constexpr std::size_t kCopyBytes = 1u << 20;

// `count` bytes from `offset`; fewer where the file ends.
std::vector<std::byte> read_range(DiskFile& file, std::uint64_t offset, std::uint64_t count) {
  std::vector<std::byte> bytes(count);
  bytes.resize(file.read_at(offset, bytes));
  return bytes;
}

// Of the last chunk of the first `length_bytes`, which is partial or full.
std::uint32_t last_chunk_crc(DiskFile& data, const DataChecksum& checksum,
                             std::uint64_t length_bytes) {
  const auto start = checksum.chunk_start(length_bytes - 1);
  return update_crc(checksum.type, 0, read_range(data, start, length_bytes - start));
}

std::array<std::byte, kCrcBytes> big_endian(std::uint32_t crc) {
  std::array<std::byte, kCrcBytes> bytes;
  store_big_endian(crc, bytes.data());
  return bytes;
}

void copy_range(DiskFile& from, DiskFile& to, std::uint64_t length_bytes) {
  for (std::uint64_t done = 0; done < length_bytes;) {
    const auto piece =
        read_range(from, done, std::min<std::uint64_t>(kCopyBytes, length_bytes - done));
    if (piece.empty()) return;
    to.write_at(done, piece);
    done += piece.size();
  }
}

// Writes the right checksum for the last chunk; answers it when that chunk is partial.
std::optional<std::uint32_t> renew_last_crc(DiskFile& data, DiskFile& meta,
                                            const DataChecksum& checksum,
                                            std::uint64_t length_bytes) {
  if (length_bytes == 0 || checksum.size() == 0) return {};
  const auto crc = last_chunk_crc(data, checksum, length_bytes);
  meta.write_at(checksum.meta_offset(checksum.chunk_start(length_bytes - 1)), big_endian(crc));
  if (length_bytes % checksum.bytes_per_checksum == 0) return {};
  return crc;
}

// The longest prefix of a chunk that the checksum fits; 0 when it fits none. A writer that died between
// the block file and the meta file leaves more data than its checksum covers.
std::size_t sound_prefix(ChecksumType type, ByteView chunk, std::uint32_t stored) {
  std::size_t sound = 0;
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < chunk.size(); ++i) {
    crc = update_crc(type, crc, chunk.subspan(i, 1));
    if (crc == stored) sound = i + 1;
  }
  return sound;
}

std::uint64_t valid_length(DiskFile& data, DiskFile& meta) {
  const auto checksum = read_meta_header(meta);
  const auto data_bytes = data.size();
  if (checksum.size() == 0) return data_bytes;
  const auto kept = (meta.size() - kMetaHeaderBytes) / checksum.size();
  const auto chunks = std::min(checksum.chunks(data_bytes), kept);
  if (chunks == 0) return 0;
  const auto start = (chunks - 1) * checksum.bytes_per_checksum;
  const auto end = std::min<std::uint64_t>(data_bytes, start + checksum.bytes_per_checksum);
  const auto chunk = read_range(data, start, end - start);
  return start + sound_prefix(checksum.type, chunk, *stored_crc(meta, checksum, start));
}

}  // namespace

DataChecksum read_meta_header(DiskFile& meta) {
  std::array<std::byte, kMetaHeaderBytes> header;
  const auto count = meta.read_at(0, header);
  return decode_meta_header(std::span(header).first(count));
}

std::optional<std::uint32_t> stored_crc(DiskFile& meta, const DataChecksum& checksum,
                                        std::uint64_t chunk_offset) {
  std::array<std::byte, kCrcBytes> bytes;
  if (checksum.size() == 0 || meta.read_at(checksum.meta_offset(chunk_offset), bytes) < kCrcBytes)
    return {};
  return ByteReader(bytes).u32();
}

Result<std::optional<std::uint32_t>> verified_tail_crc(DiskFile& data, DiskFile& meta,
                                                       const DataChecksum& checksum,
                                                       std::uint64_t length_bytes) {
  if (length_bytes % checksum.bytes_per_checksum == 0 || checksum.size() == 0)
    return std::optional<std::uint32_t>();
  const auto computed = last_chunk_crc(data, checksum, length_bytes);
  const auto kept = stored_crc(meta, checksum, checksum.chunk_start(length_bytes));
  if (kept != computed)
    return Error{ErrorCode::kIo,
                 fmt::format("Partial CRC {} does not match value computed the  last time file was "
                             "closed {}", computed, kept.value_or(0))};
  return std::optional(computed);
}

std::uint64_t cut_to_valid_length(Disk& disk, const ReplicaPaths& paths) {
  if (!disk.status(paths.block) || !disk.status(paths.meta)) return 0;
  const auto data = disk.open(paths.block, OpenMode::kReadWrite);
  const auto meta = disk.open(paths.meta, OpenMode::kReadWrite);
  try {
    const auto length = valid_length(*data, *meta);
    const auto meta_bytes = read_meta_header(*meta).meta_file_bytes(length);
    if (data->size() > length) data->truncate(length);
    if (meta->size() > meta_bytes) meta->truncate(meta_bytes);
    return length;
  } catch (const MalformedInput&) {
    return 0;
  }
}

Result<std::optional<std::uint32_t>> truncate_replica(Disk& disk, const ReplicaPaths& paths,
                                                      std::uint64_t length_bytes) {
  const auto data = disk.open(paths.block, OpenMode::kReadWrite);
  const auto meta = disk.open(paths.meta, OpenMode::kReadWrite);
  const auto old_length = data->size();
  if (length_bytes > old_length)
    return Error{ErrorCode::kIo,
                 fmt::format("Cannot truncate block to from oldlen (={}) to newlen (={})",
                             old_length, length_bytes)};
  const auto checksum = read_meta_header(*meta);
  // The bytes last: as long as they are there this can be begun again, and nobody takes what it has left
  // for a sound replica.
  meta->truncate(checksum.meta_file_bytes(length_bytes));
  const auto crc = renew_last_crc(*data, *meta, checksum, length_bytes);
  data->truncate(length_bytes);
  return crc;
}

Result<void> copy_replica(Disk& disk, const ReplicaPaths& from, const ReplicaPaths& to,
                          std::uint64_t length_bytes) {
  const auto source = disk.open(from.block, OpenMode::kRead);
  if (source->size() < length_bytes)
    return Error{ErrorCode::kIo, fmt::format("{} is shorter than {} bytes", from.block,
                                             length_bytes)};
  const auto source_meta = disk.open(from.meta, OpenMode::kRead);
  const auto checksum = read_meta_header(*source_meta);
  disk.unlink(to.block);
  disk.unlink(to.meta);
  const auto data = disk.open(to.block, OpenMode::kCreate);
  const auto meta = disk.open(to.meta, OpenMode::kCreate);
  copy_range(*source, *data, length_bytes);
  copy_range(*source_meta, *meta, checksum.meta_file_bytes(length_bytes));
  renew_last_crc(*data, *meta, checksum, length_bytes);
  data->sync_data();
  meta->sync_data();
  return {};
}

void break_hard_link(Disk& disk, const std::string& path) {
  const auto status = disk.status(path);
  if (!status || status->links < 2) return;
  const auto copy = path + std::string(kUnlinkedSuffix);
  disk.unlink(copy);
  const auto from = disk.open(path, OpenMode::kRead);
  const auto to = disk.open(copy, OpenMode::kCreate);
  copy_range(*from, *to, status->size_bytes);
  to->sync_data();
  disk.rename(copy, path);
}

}  // namespace mammoth::datanode
