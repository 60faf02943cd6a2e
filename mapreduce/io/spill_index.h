// The index beside a file of IFile segments, "file.out.index" (Hadoop: SpillRecord).
//
//   per partition   int64 start offset, int64 raw length, int64 part length
//   at the end      int64 CRC32 of all that, in its lower half
//
// Pure; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/result.h"

namespace mammoth::mapreduce {

struct IndexRecord {
  std::uint64_t start_offset = 0;
  std::uint64_t raw_length = 0;   // uncompressed, with the end marker
  std::uint64_t part_length = 0;  // in the file, with the checksum

  friend bool operator==(const IndexRecord&, const IndexRecord&) = default;
};

std::string encode_spill_index(std::span<const IndexRecord> records);
// kIo for a length that no index has, kChecksum for damage; `path` is for the message.
Result<std::vector<IndexRecord>> decode_spill_index(ByteView bytes, std::string_view path);

}  // namespace mammoth::mapreduce
