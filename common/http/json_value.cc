#include "common/http/json_value.h"

#include <fmt/format.h>

#include <charconv>

#include "common/base/utf8.h"

namespace mammoth::http {

namespace {

constexpr int kMaxJsonDepth = 100;

class JsonParser {
 public:
  explicit JsonParser(std::string_view text) : rest_(text) {}

  Result<JsonValue> document() {
    JsonValue value = TRY(parse_value());
    skip_spaces();
    if (!rest_.empty()) return wrong("text behind the value");
    return value;
  }

 private:
  static Error wrong(std::string_view what) {
    return {ErrorCode::kIo, fmt::format("JSON: {}", what)};
  }

  void skip_spaces() {
    const std::size_t start = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(std::min(start, rest_.size()));
  }

  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  Result<JsonValue> parse_value() {
    if (++depth_ > kMaxJsonDepth) return wrong("nested too deep");
    skip_spaces();
    JsonValue value;
    if (take("{"))
      value = TRY(object());
    else if (take("["))
      value = TRY(array());
    else if (take("\""))
      value = {JsonValue::Kind::kString, TRY(string())};
    else if (take("true"))
      value = {JsonValue::Kind::kBool, "", true};
    else if (take("false"))
      value = {JsonValue::Kind::kBool};
    else if (!take("null"))
      value = TRY(number());
    --depth_;
    return value;
  }

  Result<JsonValue> number() {
    const std::string_view digits = rest_.substr(0, rest_.find_first_not_of("+-.eE0123456789"));
    if (digits.empty()) return wrong("a value is missing");
    rest_.remove_prefix(digits.size());
    return JsonValue{JsonValue::Kind::kNumber, std::string(digits)};
  }

  Result<JsonValue> array() {
    JsonValue result{JsonValue::Kind::kArray};
    skip_spaces();
    if (take("]")) return result;
    for (;;) {
      result.items.push_back(TRY(parse_value()));
      skip_spaces();
      if (take("]")) return result;
      if (!take(",")) return wrong("a comma is missing");
    }
  }

  Result<JsonValue> object() {
    JsonValue result{JsonValue::Kind::kObject};
    skip_spaces();
    if (take("}")) return result;
    for (;;) {
      skip_spaces();
      if (!take("\"")) return wrong("a name is missing");
      std::string name = TRY(string());
      skip_spaces();
      if (!take(":")) return wrong("a colon is missing");
      result.members.emplace_back(std::move(name), TRY(parse_value()));
      skip_spaces();
      if (take("}")) return result;
      if (!take(",")) return wrong("a comma is missing");
    }
  }

  Result<char32_t> code_unit() {
    unsigned value = 0;
    const auto [end, problem] = std::from_chars(
        rest_.data(), rest_.data() + std::min<std::size_t>(4, rest_.size()), value, 16);
    if (problem != std::errc() || end != rest_.data() + 4) return wrong("a bad escape");
    rest_.remove_prefix(4);
    return value;
  }

  // Behind the opening quote.
  Result<std::string> string() {
    std::string text;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return text;
      if (c != '\\') {
        text.push_back(c);
        continue;
      }
      if (take("u")) {
        char32_t unit = TRY(code_unit());
        if (unit >= 0xd800 && unit < 0xdc00 && take("\\u"))
          unit = 0x10000 + ((unit - 0xd800) << 10) + (TRY(code_unit()) - 0xdc00);
        append_utf8(text, unit);
        continue;
      }
      static constexpr std::string_view kEscapes = "\"\\/bfnrt";
      static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
      const std::size_t at = rest_.empty() ? std::string_view::npos : kEscapes.find(rest_.front());
      if (at == std::string_view::npos) return wrong("a bad escape");
      text.push_back(kMeanings[at]);
      rest_.remove_prefix(1);
    }
    return wrong("a quote is missing");
  }

  std::string_view rest_;
  int depth_ = 0;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const {
  for (const auto& [key, value] : members)
    if (key == name) return &value;
  return nullptr;
}

std::optional<std::string> JsonValue::string_at(std::string_view name) const {
  const JsonValue* value = find(name);
  return value != nullptr && value->kind == Kind::kString ? std::optional(value->text)
                                                          : std::nullopt;
}

Result<JsonValue> parse_json(std::string_view text) {
  return JsonParser(text).document();
}

}  // namespace mammoth::http
