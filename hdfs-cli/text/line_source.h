// A stream that is made record by record: what decoders of container files build upon.
#pragma once

#include <algorithm>
#include <string>

#include "common/base/bytes.h"
#include "common/formats/byte_source.h"

namespace mammoth::cli {

using formats::ByteSource;

class LineSource : public ByteSource {
 public:
  Result<std::size_t> read(std::span<std::byte> buffer) final {
    while (position_ == ready_.size()) {
      ready_.clear();
      position_ = 0;
      if (!TRY(next(ready_))) return 0;
    }
    const ByteView rest = as_byte_view(ready_).subspan(position_);
    const std::size_t count = std::min(buffer.size(), rest.size());
    std::ranges::copy(rest.first(count), buffer.begin());
    position_ += count;
    return count;
  }

 protected:
  // Appends the text of the next record; false at the end.
  virtual Result<bool> next(std::string& text) = 0;

 private:
  std::string ready_;
  std::size_t position_ = 0;
};

}  // namespace mammoth::cli
