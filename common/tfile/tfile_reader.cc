#include "common/tfile/tfile_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "common/tfile/tfile_writer.h"

namespace mammoth::tfile {

namespace {

constexpr std::size_t kTailBytes = 28;  // place of the names, version, magic
constexpr std::size_t kPieceBytes = 64 << 10;
constexpr std::size_t kMaxNumberBytes = 9;

Error invalid(std::string_view what) {
  return {ErrorCode::kIo, fmt::format("Not a valid BCFile: {}", what)};
}

struct Region {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

std::int64_t big_endian(std::string_view bytes, bool negative) {
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (const unsigned char byte : bytes) value = value << 8 | byte;
  return static_cast<std::int64_t>(value);
}

Result<std::string> take_string(std::string_view& in) {
  const std::int64_t length = TRY(take_number(in));
  if (length < 0 || static_cast<std::uint64_t>(length) > in.size())
    return invalid("a name is cut off");
  std::string text(in.substr(0, static_cast<std::size_t>(length)));
  in.remove_prefix(text.size());
  return text;
}

Result<Region> take_region(std::string_view& in, std::uint64_t limit) {
  const std::int64_t offset = TRY(take_number(in));
  const std::int64_t bytes = TRY(take_number(in));
  TRY(take_number(in));  // not compressed: the same
  if (offset < 0 || bytes < 0 || static_cast<std::uint64_t>(offset) > limit ||
      static_cast<std::uint64_t>(bytes) > limit - static_cast<std::uint64_t>(offset))
    return invalid("a block lies outside of it");
  return Region{static_cast<std::uint64_t>(offset), static_cast<std::uint64_t>(bytes)};
}

Result<void> check_compression(const std::string& name) {
  if (name == "none") return {};
  return Error{ErrorCode::kUnsupportedOperation,
               "aggregated logs compressed with " + name + " are not read"};
}

// The list of data blocks, found by way of the names at the end.
Result<std::vector<Region>> read_blocks(const Source& source, std::uint64_t length) {
  if (length < kTailBytes + magic().size()) return invalid("it is too short");
  const std::string tail = TRY(source(length - kTailBytes, kTailBytes));
  if (std::string_view(tail).substr(12) != magic()) return invalid("its end is not that of one");
  const std::int64_t place = big_endian(std::string_view(tail).substr(0, 8), false);
  const std::uint64_t end = length - kTailBytes;
  if (place < 0 || static_cast<std::uint64_t>(place) > end ||
      end - static_cast<std::uint64_t>(place) > kMaxIndexBytes)
    return invalid("its index lies outside of it");
  const std::string names =
      TRY(source(static_cast<std::uint64_t>(place),
                 static_cast<std::size_t>(end - static_cast<std::uint64_t>(place))));
  std::string_view rest = names;
  const std::int64_t count = TRY(take_number(rest));
  for (std::int64_t i = 0; i < count; ++i) {
    const std::string name = TRY(take_string(rest));
    const std::string compression = TRY(take_string(rest));
    const Region region = TRY(take_region(rest, length));
    if (name != "data:BCFile.index") continue;
    TRY(check_compression(compression));
    if (region.bytes > kMaxIndexBytes) return invalid("its index is too long");
    const std::string index = TRY(source(region.offset, region.bytes));
    std::string_view left = index;
    const std::string blocks_compression = TRY(take_string(left));
    TRY(check_compression(blocks_compression));
    std::vector<Region> blocks;
    for (std::int64_t n = TRY(take_number(left)); n > 0; --n)
      blocks.push_back(TRY(take_region(left, length)));
    return blocks;
  }
  return invalid("it has no index of blocks");
}

// A block from its front to its end, a piece at a time.
class BlockCursor {
 public:
  BlockCursor(const Source& source, Region block)
      : source_(source), next_(block.offset), left_(block.bytes) {}

  bool at_end() const { return buffer_.empty() && left_ == 0; }

  Result<std::int64_t> number() {
    TRY(fill(kMaxNumberBytes));
    std::string_view view = buffer_;
    const std::int64_t value = TRY(take_number(view));
    buffer_.erase(0, buffer_.size() - view.size());
    return value;
  }
  Result<std::string> bytes(std::size_t count) {
    TRY(fill(count));
    if (buffer_.size() < count) return invalid("a record is cut off");
    std::string taken = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return taken;
  }

 private:
  Result<void> fill(std::size_t count) {
    while (buffer_.size() < count && left_ > 0) {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, kPieceBytes));
      buffer_ += TRY(source_(next_, size));
      next_ += size;
      left_ -= size;
    }
    return {};
  }

  const Source& source_;
  std::uint64_t next_;
  std::uint64_t left_;
  std::string buffer_;
};

Result<void> read_value(BlockCursor& cursor, Visitor& visitor, bool wanted) {
  for (bool last = false; !last;) {
    std::int64_t length = TRY(cursor.number());
    last = length >= 0;
    if (length == INT64_MIN) return invalid("a record's length is none");
    if (!last) length = -length;
    while (length > 0) {
      const auto size = static_cast<std::size_t>(std::min<std::int64_t>(length, kPieceBytes));
      const std::string piece = TRY(cursor.bytes(size));
      if (wanted) TRY(visitor.value(piece));
      length -= static_cast<std::int64_t>(size);
    }
  }
  return {};
}

}  // namespace

Result<std::int64_t> take_number(std::string_view& in) {
  const Error early{ErrorCode::kEof, "a number is cut off"};
  if (in.empty()) return early;
  const int first = static_cast<signed char>(in.front());
  in.remove_prefix(1);
  if (first >= -32) return first;
  int high = 0;
  std::size_t width = 0;
  bool has_high = true;
  if (first >= -72) {
    high = first + 52, width = 1;
  } else if (first >= -104) {
    high = first + 88, width = 2;
  } else if (first >= -120) {
    high = first + 112, width = 3;
  } else {
    width = static_cast<std::size_t>(first + 129), has_high = false;
  }
  if (width > in.size()) return early;
  const std::string_view bytes = in.substr(0, width);
  in.remove_prefix(width);
  if (!has_high) return big_endian(bytes, !bytes.empty() && (bytes[0] & 0x80) != 0);
  const auto shifted = static_cast<std::uint64_t>(static_cast<std::int64_t>(high)) << (8 * width);
  return static_cast<std::int64_t>(shifted | static_cast<std::uint64_t>(big_endian(bytes, false)));
}

Result<std::string> take_utf(std::string_view& in) {
  if (in.size() < 2) return Error{ErrorCode::kEof, "a text is cut off"};
  const auto length = static_cast<std::size_t>(big_endian(in.substr(0, 2), false));
  if (in.size() - 2 < length) return Error{ErrorCode::kEof, "a text is cut off"};
  std::string text(in.substr(2, length));
  in.remove_prefix(2 + length);
  return text;
}

Result<void> read(const Source& source, std::uint64_t length_bytes, Visitor& visitor) {
  for (const Region& block : TRY(read_blocks(source, length_bytes))) {
    BlockCursor cursor(source, block);
    while (!cursor.at_end()) {
      const std::int64_t length = TRY(cursor.number());
      if (length < 0 || static_cast<std::uint64_t>(length) > kMaxKeyBytes)
        return invalid("a key's length is none");
      const std::string key = TRY(cursor.bytes(static_cast<std::size_t>(length)));
      const bool wanted = TRY(visitor.begin_record(key));
      TRY(read_value(cursor, visitor, wanted));
      if (wanted) TRY(visitor.end_record());
    }
  }
  return {};
}

}  // namespace mammoth::tfile
