#include "common/hdfs/path.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {

namespace {

// As Java's IllegalArgumentException.
Error bad_path(std::string message) {
  return {ErrorCode::kIllegalArgument, std::move(message)};
}

bool may_stand_in_uri(unsigned char c) {
  if (c >= 0x80 || std::isalnum(c)) return true;
  return std::string_view("_-!.~'()*:@&=+$,;/").find(static_cast<char>(c)) !=
         std::string_view::npos;
}

}  // namespace

std::string percent_encoded(std::string_view path) {
  std::string encoded;
  for (const char c : path) {
    if (may_stand_in_uri(static_cast<unsigned char>(c)))
      encoded.push_back(c);
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

bool path_before(std::string_view a, std::string_view b) {
  const auto [in_a, in_b] = std::ranges::mismatch(a, b);
  if (in_a == a.end() || in_b == b.end()) return a.size() < b.size();
  const auto from_a = static_cast<unsigned char>(*in_a);
  const auto from_b = static_cast<unsigned char>(*in_b);
  const unsigned char encoded_a = may_stand_in_uri(from_a) ? from_a : '%';
  const unsigned char encoded_b = may_stand_in_uri(from_b) ? from_b : '%';
  return encoded_a == encoded_b ? from_a < from_b : encoded_a < encoded_b;
}

std::string normalize_path(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string_view> kept;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (part.empty() || part == ".") continue;
    if (part == ".." && !kept.empty() && kept.back() != "..")
      kept.pop_back();
    else
      kept.push_back(part);
  }
  return (absolute ? "/" : "") + fmt::format("{}", fmt::join(kept, "/"));
}

std::string join_path(std::string_view base, std::string_view name) {
  if (base.ends_with('/')) return fmt::format("{}{}", base, name);
  return fmt::format("{}/{}", base, name);
}

std::string_view scheme_of(std::string_view uri) {
  return uri.substr(0, uri.find(':'));
}

std::string_view authority_of(std::string_view uri) {
  const std::size_t start = uri.find("://");
  if (start == std::string_view::npos) return {};
  const std::string_view rest = uri.substr(start + 3);
  return rest.substr(0, rest.find('/'));
}

Path::Path(std::optional<std::string> scheme, std::optional<std::string> authority,
           std::string path)
    : scheme_(std::move(scheme)), authority_(std::move(authority)), path_(normalize_path(path)) {}

Result<Path> Path::parse(std::string_view text) {
  if (text.empty()) return bad_path("Can not create a Path from an empty string");
  std::optional<std::string> scheme;
  std::optional<std::string> authority;
  std::string_view rest = text;
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && colon < text.find('/')) {
    scheme = text.substr(0, colon);
    rest = text.substr(colon + 1);
  }
  if (rest.starts_with("//") && rest.size() > 2) {
    const std::size_t end = std::min(rest.find('/', 2), rest.size());
    authority = rest.substr(2, end - 2);
    rest.remove_prefix(end);
    if (authority->empty()) authority.reset();
  }
  if (scheme && !rest.empty() && !rest.starts_with('/'))
    return bad_path("java.net.URISyntaxException: Relative path in absolute URI: " + *scheme + ":" +
                    percent_encoded(rest));
  return Path(std::move(scheme), std::move(authority), std::string(rest));
}

std::string Path::name() const {
  return path_.substr(path_.rfind('/') + 1);
}

std::optional<Path> Path::parent() const {
  if (path_.empty() || path_ == "/") return std::nullopt;
  const std::size_t slash = path_.rfind('/');
  if (slash == std::string::npos) return Path(scheme_, authority_, ".");
  return Path(scheme_, authority_, path_.substr(0, std::max<std::size_t>(slash, 1)));
}

std::string Path::to_string() const {
  std::string text;
  if (scheme_) text += *scheme_ + ":";
  if (authority_) text += "//" + *authority_;
  return text + path_;
}

Path Path::qualified(std::string_view uri, std::string_view working_directory) const {
  Path result = *this;
  if (!is_absolute()) result.path_ = normalize_path(join_path(working_directory, path_));
  if (!scheme_) result.scheme_ = scheme_of(uri);
  if (!authority_ && !authority_of(uri).empty()) result.authority_ = authority_of(uri);
  return result;
}

Result<void> check_file_name(const FileSystem& file_system, std::string_view path) {
  if (file_system.scheme() != "hdfs") return {};
  if (path.find(':') == std::string_view::npos && !path.starts_with("/..")) return {};
  if (path.starts_with("/..") && path.size() > 3 && path[3] != '/') return {};
  return bad_path(fmt::format("Pathname {} from {}{} is not a valid DFS filename.", path,
                              file_system.uri(), path));
}

}  // namespace mammoth::hdfs
