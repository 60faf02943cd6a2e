#include "common/security/writable.h"

namespace mammoth::security {

namespace {

Error too_short() {
  return {ErrorCode::kEof, "unexpected end of a token's bytes"};
}

}  // namespace

void append_vlong(std::string& out, std::int64_t value) {
  if (value >= -112 && value <= 127) {
    out.push_back(static_cast<char>(value));
    return;
  }
  const bool is_negative = value < 0;
  const auto magnitude = static_cast<std::uint64_t>(is_negative ? ~value : value);
  int bytes = 1;
  while (bytes < 8 && magnitude >> (8 * bytes) != 0) ++bytes;
  out.push_back(static_cast<char>((is_negative ? -120 : -112) - bytes));
  while (bytes-- > 0) out.push_back(static_cast<char>(magnitude >> (8 * bytes)));
}

void append_vbytes(std::string& out, std::string_view bytes) {
  append_vlong(out, static_cast<std::int64_t>(bytes.size()));
  out.append(bytes);
}

Result<std::int64_t> take_vlong(std::string_view& in) {
  if (in.empty()) return too_short();
  const int first = static_cast<signed char>(in[0]);
  in.remove_prefix(1);
  if (first >= -112) return first;
  const bool is_negative = first < -120;
  const auto length = static_cast<std::size_t>(is_negative ? -120 - first : -112 - first);
  if (in.size() < length) return too_short();
  std::uint64_t magnitude = 0;
  for (std::size_t i = 0; i < length; ++i)
    magnitude = magnitude << 8 | static_cast<unsigned char>(in[i]);
  in.remove_prefix(length);
  return static_cast<std::int64_t>(is_negative ? ~magnitude : magnitude);
}

Result<std::string> take_vbytes(std::string_view& in) {
  const std::int64_t length = TRY(take_vlong(in));
  if (length < 0) return Error{ErrorCode::kIo, "negative length in a token's bytes"};
  if (static_cast<std::uint64_t>(length) > in.size()) return too_short();
  std::string bytes(in.substr(0, static_cast<std::size_t>(length)));
  in.remove_prefix(bytes.size());
  return bytes;
}

}  // namespace mammoth::security
