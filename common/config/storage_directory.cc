#include "common/config/storage_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace mammoth {
namespace {

constexpr std::array<std::string_view, 5> kStorageTypes = {"DISK", "SSD", "ARCHIVE", "RAM_DISK",
                                                           "NVDIMM"};

Error refuse(std::string_view text, std::string_view why) {
  return {
      ErrorCode::kIllegalArgument,
      fmt::format("'{}' {}, expected a directory such as /data or [SSD]file:///data", text, why)};
}

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned char byte = 0;
    const char* digits = text.data() + at + 1;
    const bool escape = text[at] == '%' && at + 2 < text.size() &&
                        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    result += escape ? static_cast<char>(byte) : text[at];
    if (escape) at += 2;
  }
  return result;
}

}  // namespace

Result<StorageDirectory> parse_storage_directory(std::string_view text) {
  StorageDirectory directory;
  std::string_view path = text;
  if (path.starts_with('[')) {
    const std::size_t end = path.find(']');
    if (end == std::string_view::npos) return refuse(text, "has no closing bracket");
    directory.storage_type.clear();
    for (unsigned char letter : path.substr(1, end - 1))
      directory.storage_type += static_cast<char>(std::toupper(letter));
    if (std::ranges::find(kStorageTypes, directory.storage_type) == kStorageTypes.end())
      return refuse(text, "has an unknown storage type");
    path.remove_prefix(end + 1);
  }
  if (path.starts_with("file:")) {
    path.remove_prefix(5);
    if (path.starts_with("//")) path.remove_prefix(2);
    directory.path = percent_decoded(path);
  } else {
    directory.path = path;
  }
  if (!directory.path.starts_with('/')) return refuse(text, "is no absolute local path");
  return directory;
}

}  // namespace mammoth
