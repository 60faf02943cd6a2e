// Bytes in flight: views are spans, owned bytes are std::string (protobuf's own choice, and small ones
// need no heap).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mammoth {

using ByteView = std::span<const std::byte>;

inline ByteView as_byte_view(std::string_view text) {
  return std::as_bytes(std::span<const char>(text.data(), text.size()));
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace mammoth
