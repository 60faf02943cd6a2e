#include "hdfs-cli/text/byte_source.h"

#include <algorithm>

namespace mammoth::cli {

Result<std::size_t> read_fully(ByteSource& source, std::span<std::byte> buffer) {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const std::size_t count = TRY(source.read(buffer.subspan(filled)));
    if (count == 0) break;
    filled += count;
  }
  return filled;
}

Result<std::string> read_exactly(ByteSource& source, std::uint64_t length) {
  static constexpr std::uint64_t kStepBytes = 1 << 20;
  std::string bytes;
  while (bytes.size() < length) {
    const std::size_t start = bytes.size();
    bytes.resize(start + std::min(kStepBytes, length - start));
    const auto part = std::as_writable_bytes(std::span(bytes)).subspan(start);
    if (TRY(read_fully(source, part)) < part.size())
      return Error{ErrorCode::kEof, "java.io.EOFException"};
  }
  return bytes;
}

}  // namespace mammoth::cli
