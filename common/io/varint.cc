#include "common/io/varint.h"

#include <algorithm>

#include "common/io/malformed_input.h"

namespace mammoth {

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

std::optional<Varint> parse_varint(ByteView bytes) {
  Varint result;
  const auto end = std::min(bytes.size(), kMaxVarintBytes);
  while (result.size < end) {
    const auto byte = static_cast<std::uint64_t>(bytes[result.size]);
    // Nine bytes carry 63 bits: of the tenth only one is left.
    if (result.size == kMaxVarintBytes - 1 && byte > 1) break;
    result.value |= (byte & 0x7f) << (7 * result.size);
    ++result.size;
    if (byte < 0x80) return result;
  }
  if (bytes.size() < kMaxVarintBytes) return {};
  throw MalformedInput("variable-length number does not fit 64 bits");
}

}  // namespace mammoth
