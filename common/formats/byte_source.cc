#include "common/formats/byte_source.h"

#include <fmt/format.h>

#include <algorithm>

namespace mammoth::formats {

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

Result<std::string> read_all(ByteSource& source, std::uint64_t limit_bytes) {
  static constexpr std::size_t kStepBytes = 64 * 1024;
  std::string bytes;
  std::size_t filled = 0;
  for (;;) {
    bytes.resize(std::max(filled + kStepBytes, bytes.capacity()));
    const std::size_t count =
        TRY(source.read(std::as_writable_bytes(std::span(bytes)).subspan(filled)));
    filled += count;
    if (filled > limit_bytes)
      return Error{ErrorCode::kIo, fmt::format("Data is longer than {} bytes", limit_bytes)};
    if (count == 0) break;
  }
  bytes.resize(filled);
  return bytes;
}

}  // namespace mammoth::formats
