#include "hdfs-cli/text/avro_json.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "common/formats/writable_text.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

using formats::java_text;

namespace {

using Kind = AvroType::Kind;

constexpr int kAvroDepthMax = 100;

Error damaged_json() {
  return {ErrorCode::kIo, "Invalid Avro data"};
}

Result<std::string_view> take(std::string_view& bytes, std::uint64_t count) {
  if (bytes.size() < count) return damaged_json();
  const std::string_view taken = bytes.substr(0, count);
  bytes.remove_prefix(taken.size());
  return taken;
}

template <class Number, class Bits>
Result<Number> take_float(std::string_view& bytes) {
  const std::string_view raw = TRY(take(bytes, sizeof(Bits)));
  Bits bits = 0;
  std::memcpy(&bits, raw.data(), sizeof bits);  // little-endian, as this machine
  return std::bit_cast<Number>(bits);
}

template <class Number>
std::string number_text(Number value) {
  const std::string text = java_text(value);
  return std::isfinite(value) ? text : "\"" + text + "\"";
}

// Every byte is a character, as in ISO 8859-1.
std::string avro_bytes_text(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) append_utf8(text, static_cast<unsigned char>(byte));
  return json_quoted(text);
}

class Encoder {
 public:
  Encoder(std::string_view& bytes, std::string& text) : bytes_(bytes), text_(text) {}

  Result<void> value(const AvroType& type) {
    if (++depth_ > kAvroDepthMax) return damaged_json();
    TRY(any(type));
    --depth_;
    return {};
  }

 private:
  Result<void> any(const AvroType& type) {
    switch (type.kind) {
      case Kind::kNull:
        text_ += "null";
        return {};
      case Kind::kBoolean:
        text_ += TRY(take(bytes_, 1))[0] != 0 ? "true" : "false";
        return {};
      case Kind::kInt:
      case Kind::kLong:
        text_ += std::to_string(TRY(take_avro_long(bytes_)));
        return {};
      case Kind::kFloat:
        text_ += number_text(TRY((take_float<float, std::uint32_t>(bytes_))));
        return {};
      case Kind::kDouble:
        text_ += number_text(TRY((take_float<double, std::uint64_t>(bytes_))));
        return {};
      case Kind::kString:
        text_ += json_quoted(TRY(take_avro_bytes(bytes_)));
        return {};
      case Kind::kBytes:
        text_ += avro_bytes_text(TRY(take_avro_bytes(bytes_)));
        return {};
      case Kind::kFixed:
        text_ += avro_bytes_text(TRY(take(bytes_, type.size)));
        return {};
      case Kind::kEnum:
        return symbol(type);
      case Kind::kRecord:
        return record(type);
      case Kind::kUnion:
        return branch(type);
      case Kind::kArray:
        return blocks(type, '[', ']');
      case Kind::kMap:
        return blocks(type, '{', '}');
    }
    return damaged_json();
  }

  Result<void> symbol(const AvroType& type) {
    const auto index = static_cast<std::uint64_t>(TRY(take_avro_long(bytes_)));
    if (index >= type.symbols.size()) return damaged_json();
    text_ += json_quoted(type.symbols[index]);
    return {};
  }

  Result<void> record(const AvroType& type) {
    text_ += '{';
    for (const AvroType::Field& field : type.fields) {
      if (&field != type.fields.data()) text_ += ',';
      text_ += json_quoted(field.name) + ":";
      TRY(value(*field.type));
    }
    text_ += '}';
    return {};
  }

  Result<void> branch(const AvroType& type) {
    const auto index = static_cast<std::uint64_t>(TRY(take_avro_long(bytes_)));
    if (index >= type.parts.size()) return damaged_json();
    const AvroType& chosen = *type.parts[index];
    if (chosen.kind == Kind::kNull) return value(chosen);
    text_ += "{" + json_quoted(chosen.name) + ":";
    TRY(value(chosen));
    text_ += '}';
    return {};
  }

  // Arrays and maps: counts of items that follow, negative with a length in bytes behind, up to a
  // zero.
  Result<void> blocks(const AvroType& type, char open, char close) {
    text_ += open;
    bool first = true;
    while (const std::int64_t count = TRY(take_avro_long(bytes_))) {
      auto left = static_cast<std::uint64_t>(count);
      if (count < 0) {
        left = 0 - left;
        TRY(take_avro_long(bytes_));
      }
      for (; left > 0; --left, first = false) {
        const std::size_t before = bytes_.size();
        if (!first) text_ += ',';
        if (type.kind == Kind::kMap) text_ += json_quoted(TRY(take_avro_bytes(bytes_))) + ":";
        TRY(value(*type.parts[0]));
        // Items may take no bytes at all; nobody writes that many of them.
        if (bytes_.size() == before && text_.size() > kMaxTextBytes) return damaged_json();
      }
    }
    text_ += close;
    return {};
  }

  static constexpr std::size_t kMaxTextBytes = 1 << 20;

  std::string_view& bytes_;
  std::string& text_;
  int depth_ = 0;
};

}  // namespace

Result<std::int64_t> take_avro_long(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(TRY(take(bytes, 1))[0]);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80)
      return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  return damaged_json();
}

Result<std::string_view> take_avro_bytes(std::string_view& bytes) {
  const std::int64_t length = TRY(take_avro_long(bytes));
  if (length < 0) return damaged_json();
  return take(bytes, static_cast<std::uint64_t>(length));
}

Result<void> append_avro_json(const AvroType& type, std::string_view& bytes, std::string& text) {
  return Encoder(bytes, text).value(type);
}

}  // namespace mammoth::cli
