#include "hdfs-cli/text/json.h"

#include <fmt/format.h>

#include <charconv>

#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

constexpr int kMaxDepth = 100;

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  Result<Json> document() {
    Json value = TRY(parse_value());
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

  Result<Json> parse_value() {
    if (++depth_ > kMaxDepth) return wrong("nested too deep");
    skip_spaces();
    Json value;
    if (take("{"))
      value = TRY(object());
    else if (take("["))
      value = TRY(array());
    else if (take("\""))
      value = {Json::Kind::kString, TRY(string())};
    else if (take("true"))
      value = {Json::Kind::kBool, "", true};
    else if (take("false"))
      value = {Json::Kind::kBool};
    else if (!take("null"))
      value = TRY(number());
    --depth_;
    return value;
  }

  Result<Json> number() {
    const std::string_view digits = rest_.substr(0, rest_.find_first_not_of("+-.eE0123456789"));
    if (digits.empty()) return wrong("a value is missing");
    rest_.remove_prefix(digits.size());
    return Json{Json::Kind::kNumber, std::string(digits)};
  }

  Result<Json> array() {
    Json result{Json::Kind::kArray};
    skip_spaces();
    if (take("]")) return result;
    for (;;) {
      result.items.push_back(TRY(parse_value()));
      skip_spaces();
      if (take("]")) return result;
      if (!take(",")) return wrong("a comma is missing");
    }
  }

  Result<Json> object() {
    Json result{Json::Kind::kObject};
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

const Json* Json::find(std::string_view name) const {
  for (const auto& [key, value] : members)
    if (key == name) return &value;
  return nullptr;
}

std::optional<std::string> Json::string_at(std::string_view name) const {
  const Json* value = find(name);
  return value != nullptr && value->kind == Kind::kString ? std::optional(value->text)
                                                          : std::nullopt;
}

Result<Json> parse_json(std::string_view text) {
  return Parser(text).document();
}

std::string json_quoted(std::string_view utf8) {
  std::string text = "\"";
  for (const char32_t c : code_points(utf8)) {
    switch (c) {
      case U'"':
        text += "\\\"";
        break;
      case U'\\':
        text += "\\\\";
        break;
      case U'\b':
        text += "\\b";
        break;
      case U'\f':
        text += "\\f";
        break;
      case U'\n':
        text += "\\n";
        break;
      case U'\r':
        text += "\\r";
        break;
      case U'\t':
        text += "\\t";
        break;
      default:
        if (c < 0x20)
          text += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        else if (c < 0x10000)
          append_utf8(text, c);
        else
          text += fmt::format("\\u{:04X}\\u{:04X}", 0xd800 + ((c - 0x10000) >> 10),
                              0xdc00 + ((c - 0x10000) & 0x3ff));
    }
  }
  return text + "\"";
}

}  // namespace mammoth::cli
