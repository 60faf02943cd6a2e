// Bytes in memory as a stream.
#pragma once

#include <algorithm>
#include <string>

#include "common/base/bytes.h"
#include "common/formats/byte_source.h"

namespace mammoth::formats {

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}

  Result<std::size_t> read(std::span<std::byte> buffer) override {
    const ByteView rest = as_byte_view(bytes_).subspan(position_);
    const std::size_t count = std::min(buffer.size(), rest.size());
    std::ranges::copy(rest.first(count), buffer.begin());
    position_ += count;
    return count;
  }

 private:
  const std::string bytes_;
  std::size_t position_ = 0;
};

}  // namespace mammoth::formats
