#include "datanode/replicas/version_file.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <ctime>

namespace mammoth::datanode {
namespace {

constexpr std::uint64_t kLimitBytes = 64u << 10;
constexpr std::string_view kBlank = " \t\r\f";

std::string_view trimmed_left(std::string_view text) {
  const auto start = text.find_first_not_of(kBlank);
  return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    result.push_back(text[i]);
  }
  return result;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\' || c == ':' || c == '=' || c == '#' || c == '!') result.push_back('\\');
    result.push_back(c);
  }
  return result;
}

// Position of the first = or : that no backslash hides.
std::size_t find_separator(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '=' || line[i] == ':') {
      return i;
    }
  }
  return line.size();
}

std::string_view trimmed_right(std::string_view text) {
  const auto end = text.find_last_not_of(kBlank);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

}  // namespace

Properties parse_properties(std::string_view text) {
  Properties properties;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trimmed_left(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line[0] == '#' || line[0] == '!') continue;
    const auto separator = find_separator(line);
    const auto value = separator < line.size() ? line.substr(separator + 1) : std::string_view();
    properties.insert_or_assign(unescaped(trimmed_right(line.substr(0, separator))),
                                unescaped(trimmed_right(trimmed_left(value))));
  }
  return properties;
}

std::string format_properties(const Properties& properties) {
  std::string text =
      fmt::format("#{:%a %b %d %H:%M:%S UTC %Y}\n", fmt::gmtime(std::time(nullptr)));
  for (const auto& [name, value] : properties)
    text += fmt::format("{}={}\n", escaped(name), escaped(value));
  return text;
}

Result<Properties> read_version_file(Disk& disk, const std::string& path) {
  const auto status = disk.status(path);
  if (status && status->size_bytes > kLimitBytes)
    return Error{ErrorCode::kIo, fmt::format("file {} is invalid.", path)};
  return parse_properties(read_file(disk, path, kLimitBytes));
}

void write_version_file(Disk& disk, const std::string& path, const Properties& properties) {
  replace_file(disk, path, as_byte_view(format_properties(properties)));
}

Result<std::string> required_text(const Properties& properties, std::string_view name,
                                  std::string_view path) {
  const auto found = properties.find(name);
  if (found == properties.end() || found->second.empty())
    return Error{ErrorCode::kIo, fmt::format("file {} has {} missing.", path, name)};
  return found->second;
}

Result<std::int64_t> required_number(const Properties& properties, std::string_view name,
                                     std::string_view path) {
  const std::string text = TRY(required_text(properties, name, path));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    return Error{ErrorCode::kIo, fmt::format("file {}: {} is not a number.", path, name)};
  return number;
}

}  // namespace mammoth::datanode
