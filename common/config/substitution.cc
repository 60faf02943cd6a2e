#include "common/config/substitution.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>

namespace mammoth {
namespace {

constexpr int kMaxReplacements = 20;
constexpr std::size_t kMaxLengthBytes = 1 << 20;

struct Reference {
  std::size_t start, length;  // with ${ and }
  std::string_view name;
};

std::optional<Reference> first_reference(std::string_view text) {
  std::size_t start = text.find("${");
  while (start != std::string_view::npos) {
    const std::size_t end = text.find_first_of("}$ ", start + 2);
    if (end == std::string_view::npos) return std::nullopt;
    if (text[end] == '}' && end > start + 2)
      return Reference{start, end + 1 - start, text.substr(start + 2, end - start - 2)};
    start = text.find("${", start + 1);
  }
  return std::nullopt;
}

std::optional<std::string> environment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

// What follows "env.": NAME, NAME-default or NAME:-default.
std::optional<std::string> environment_or_default(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return environment(text);
  const bool colon = dash > 0 && text[dash - 1] == ':';
  auto value = environment(text.substr(0, colon ? dash - 1 : dash));
  if (!value || (colon && value->empty())) return std::string(text.substr(dash + 1));
  return value;
}

// A field of the account that runs the process; Java too prints "?" for an account without an
// entry.
std::string account(char* passwd::* field) {
  std::array<char, 16384> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
    return "?";
  return entry.*field;
}

std::optional<std::string> java_property(std::string_view name) {
  if (name == "user.name") return account(&passwd::pw_name);
  if (name == "user.home") return account(&passwd::pw_dir);
  if (name == "java.io.tmpdir") return "/tmp";
  if (name == "user.dir") {
    std::error_code error;
    const auto directory = std::filesystem::current_path(error);
    if (!error) return directory.string();
  }
  return std::nullopt;
}

std::optional<std::string> value_of(std::string_view name, const KeyLookup& lookup) {
  std::optional<std::string> value;
  if (name.starts_with("env.") && name.size() > 4)
    value = environment_or_default(name.substr(4));
  else
    value = java_property(name);
  if (value) return value;
  if (auto found = lookup(name)) return std::string(*found);
  return std::nullopt;
}

}  // namespace

Result<std::string> substitute_references(std::string_view expression, const KeyLookup& lookup) {
  std::string text(expression);
  for (int round = 0; round < kMaxReplacements; ++round) {
    const auto reference = first_reference(text);
    if (!reference) return text;
    const auto value = value_of(reference->name, lookup);
    if (!value) return text;
    const auto written = std::string_view(text).substr(reference->start, reference->length);
    if (value->find(written) != std::string::npos) return std::string(expression);
    if (text.size() + value->size() > kMaxLengthBytes) {
      return Error{ErrorCode::kIllegalState,
                   fmt::format("Variable substitution grows beyond {} bytes", kMaxLengthBytes)};
    }
    text.replace(reference->start, reference->length, *value);
  }
  return Error{ErrorCode::kIllegalState, fmt::format("Variable substitution depth too large: {} {}",
                                                     kMaxReplacements, expression)};
}

}  // namespace mammoth
