// FileReader::read_ranges: ranges that lie near each other are read in one operation (Hadoop:
// PositionedReadable.readVectored, VectoredReadUtils, with their limits of 4 KiB and 1 MiB).
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {
namespace {

constexpr std::uint64_t kMergeGapBytes = 4u << 10;   // minSeekForVectorReads
constexpr std::uint64_t kMergeMostBytes = 1u << 20;  // maxReadSizeForVectorReads

std::uint64_t end_of(const ReadRange& range) { return range.offset_bytes + range.buffer.size(); }

std::string show(const ReadRange& range) {
  return fmt::format("range [{}-{}], length={}", range.offset_bytes, end_of(range),
                     range.buffer.size());
}

Result<std::vector<ReadRange>> in_order(std::span<const ReadRange> ranges,
                                        std::uint64_t length_bytes) {
  std::vector<ReadRange> sorted(ranges.begin(), ranges.end());
  std::ranges::sort(sorted, {}, &ReadRange::offset_bytes);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const auto& range = sorted[i];
    if (range.offset_bytes > length_bytes || range.buffer.size() > length_bytes - range.offset_bytes)
      return Error{ErrorCode::kEof, fmt::format("Requested range [{}, {}) is beyond EOF for path",
                                                range.offset_bytes, end_of(range))};
    if (i > 0 && range.offset_bytes < end_of(sorted[i - 1]))
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("Overlapping ranges {} and {}", show(sorted[i - 1]), show(range))};
  }
  return sorted;
}

Result<void> read_fully(FileReader& reader, std::uint64_t offset, std::span<std::byte> buffer) {
  while (!buffer.empty()) {
    const std::size_t count = TRY(reader.read_at(offset, buffer));
    if (count == 0) return Error{ErrorCode::kEof, "End of file reached before reading fully."};
    offset += count;
    buffer = buffer.subspan(count);
  }
  return {};
}

Result<void> read_together(FileReader& reader, std::span<const ReadRange> group) {
  if (group.size() == 1) return read_fully(reader, group[0].offset_bytes, group[0].buffer);
  const auto begin = group.front().offset_bytes;
  std::vector<std::byte> bytes(end_of(group.back()) - begin);
  TRY(read_fully(reader, begin, bytes));
  for (const auto& range : group)
    std::memcpy(range.buffer.data(), bytes.data() + (range.offset_bytes - begin),
                range.buffer.size());
  return {};
}

}  // namespace

Result<void> FileReader::read_ranges(std::span<const ReadRange> ranges) {
  const std::vector<ReadRange> sorted = TRY(in_order(ranges, length_bytes()));
  const std::span<const ReadRange> all(sorted);
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && all[end].offset_bytes - end_of(all[end - 1]) <= kMergeGapBytes &&
           end_of(all[end]) - all[begin].offset_bytes <= kMergeMostBytes)
      ++end;
    TRY(read_together(*this, all.subspan(begin, end - begin)));
    begin = end;
  }
  return {};
}

}  // namespace mammoth::hdfs
