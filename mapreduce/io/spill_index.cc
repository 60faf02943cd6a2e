#include "mapreduce/io/spill_index.h"

#include <fmt/format.h>

#include "common/io/crc32.h"
#include "mapreduce/io/writable_bytes.h"

namespace mammoth::mapreduce {

namespace {
constexpr std::size_t kRecordBytes = 24;
constexpr std::size_t kChecksumBytes = 8;
}  // namespace

std::string encode_spill_index(std::span<const IndexRecord> records) {
  std::string bytes;
  for (const IndexRecord& record : records)
    for (const std::uint64_t number : {record.start_offset, record.raw_length, record.part_length})
      appendFixed(number, bytes);
  const std::uint64_t crc = update_crc(ChecksumType::kCrc32, 0, as_byte_view(bytes));
  appendFixed(crc, bytes);
  return bytes;
}

Result<std::vector<IndexRecord>> decode_spill_index(ByteView bytes, std::string_view path) {
  if (bytes.size() < kChecksumBytes || (bytes.size() - kChecksumBytes) % kRecordBytes != 0)
    return Error{ErrorCode::kIo, fmt::format("Bad spill index {}: {} bytes", path, bytes.size())};
  const ByteView table = bytes.first(bytes.size() - kChecksumBytes);
  const std::uint64_t crc = update_crc(ChecksumType::kCrc32, 0, table);
  if (peekFixed<std::uint64_t>(as_text(bytes.subspan(table.size()))) != crc)
    return Error{ErrorCode::kChecksum, fmt::format("Checksum error reading spill index: {}", path)};
  std::vector<IndexRecord> records(table.size() / kRecordBytes);
  std::string_view rest = as_text(table);
  for (IndexRecord& record : records)
    for (std::uint64_t* number : {&record.start_offset, &record.raw_length, &record.part_length})
      *number = takeFixed<std::uint64_t>(rest);
  return records;
}

}  // namespace mammoth::mapreduce
