#include "hdfs-cli/text/snappy.h"

#include <algorithm>

#include "common/base/bytes.h"
#include "hdfs-cli/text/line_source.h"

namespace mammoth::cli {

namespace {

constexpr std::uint64_t kMaxBytes = 1 << 30;

Error damaged() {
  return {ErrorCode::kIo, "Could not decompress data. Input is invalid."};
}

class Decoder {
 public:
  explicit Decoder(std::string_view input) : input_(input) {}

  Result<std::string> run() {
    const std::uint64_t length = TRY(varint());
    // Nothing is compressed more than that.
    if (length > kMaxBytes || length > input_.size() * 64 + 64) return damaged();
    output_.reserve(length);
    while (!input_.empty() && output_.size() < length) TRY(element());
    if (output_.size() != length) return damaged();
    return std::move(output_);
  }

 private:
  Result<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 35 && !input_.empty(); shift += 7) {
      const std::uint64_t byte = little_endian(1);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return damaged();
  }

  // The caller has looked that they are there.
  std::uint64_t little_endian(std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = count; i > 0; --i)
      value = value << 8 | static_cast<unsigned char>(input_[i - 1]);
    input_.remove_prefix(count);
    return value;
  }

  Result<void> element() {
    const std::uint64_t tag = little_endian(1);
    if ((tag & 3) == 0) return literal(tag >> 2);
    static constexpr std::size_t kOffsetBytes[] = {0, 1, 2, 4};
    const std::size_t offset_bytes = kOffsetBytes[tag & 3];
    if (input_.size() < offset_bytes) return damaged();
    std::uint64_t offset = little_endian(offset_bytes);
    std::uint64_t length = (tag >> 2) + 1;
    if ((tag & 3) == 1) {
      length = (tag >> 2 & 7) + 4;
      offset |= (tag >> 5) << 8;
    }
    if (offset == 0 || offset > output_.size()) return damaged();
    // Byte by byte, as a copy may reach into what it writes.
    for (std::size_t from = output_.size() - offset; length > 0; --length, ++from)
      output_.push_back(output_[from]);
    return {};
  }

  Result<void> literal(std::uint64_t length) {
    if (length >= 60) {
      const std::size_t bytes = length - 59;
      if (input_.size() < bytes) return damaged();
      length = little_endian(bytes);
    }
    ++length;
    if (input_.size() < length) return damaged();
    output_.append(input_.substr(0, length));
    input_.remove_prefix(length);
    return {};
  }

  std::string_view input_;
  std::string output_;
};

class SnappySource final : public LineSource {
 public:
  explicit SnappySource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

 protected:
  Result<bool> next(std::string& text) override {
    while (left_in_block_ == 0) {
      std::array<std::byte, 4> bytes{};
      const std::size_t count = TRY(read_fully(*source_, bytes));
      if (count == 0) return false;
      if (count < bytes.size()) return damaged();
      left_in_block_ = from_big_endian(as_text(bytes));
    }
    const std::uint64_t length = from_big_endian(TRY(read_exactly(*source_, 4)));
    if (length > kMaxBytes) return damaged();
    const std::string compressed = TRY(read_exactly(*source_, length));
    text = TRY(snappy_decompress(compressed));
    if (text.size() > left_in_block_) return damaged();
    left_in_block_ -= text.size();
    return true;
  }

 private:
  static std::uint64_t from_big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }

  std::unique_ptr<ByteSource> source_;
  std::uint64_t left_in_block_ = 0;
};

}  // namespace

Result<std::string> snappy_decompress(std::string_view compressed) {
  return Decoder(compressed).run();
}

std::unique_ptr<ByteSource> snappy_source(std::unique_ptr<ByteSource> source) {
  return std::make_unique<SnappySource>(std::move(source));
}

}  // namespace mammoth::cli
