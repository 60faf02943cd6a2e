#include "yarn/resource_manager/scheduler/property_reader.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace mammoth::yarn {

namespace {
std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}
}  // namespace

std::optional<float> parse_number(const std::string& text) {
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

std::optional<std::string> PropertyReader::find_raw(const std::string& name) const {
  return configuration_.find(name);
}

std::optional<std::string> PropertyReader::find(const std::string& name) const {
  auto value = configuration_.find(name);
  if (!value) return {};
  std::string text = trimmed(*value);
  if (text.empty()) return {};
  return text;
}

std::optional<std::int64_t> PropertyReader::integer(const std::string& name) {
  const auto text = find(name);
  if (!text) return {};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error == std::errc() && end == text->data() + text->size()) return value;
  refuse(fmt::format("{}: For input string: \"{}\"", name, *text));
  return {};
}

std::int64_t PropertyReader::integer(const std::string& name, std::int64_t fallback) {
  return integer(name).value_or(fallback);
}

float PropertyReader::number(const std::string& name, float fallback) {
  const auto text = find(name);
  if (!text) return fallback;
  if (const auto value = parse_number(*text)) return *value;
  refuse(fmt::format("{}: For input string: \"{}\"", name, *text));
  return fallback;
}

bool PropertyReader::flag(const std::string& name, bool fallback) {
  const auto text = find(name);
  if (!text) return fallback;
  if (*text == "true") return true;
  if (*text == "false") return false;
  return fallback;  // as Configuration.getBoolean
}

void PropertyReader::refuse(std::string message) {
  if (!refusal_) refusal_ = Error{ErrorCode::kIllegalArgument, std::move(message)};
}

Result<void> PropertyReader::outcome() const {
  if (refusal_) return *refusal_;
  return {};
}

}  // namespace mammoth::yarn
