#include "hdfs-cli/path_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "common/hdfs/glob.h"
#include "common/hdfs/glob_pattern.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

using hdfs::FileStatus;

// The path behind "scheme:" and "//authority".
std::string_view path_part(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && colon > 0 && text.find('/') == colon + 1)
    text.remove_prefix(colon + 1);
  if (text.starts_with("//") && text.size() > 2)
    text.remove_prefix(std::min(text.find('/', 2), text.size()));
  return text;
}

// `path` as seen from `directory`, with as many ".." as that takes.
std::string relative_to(std::string directory, std::string path, bool is_directory) {
  if (directory == path) return ".";
  const std::string whole = path;
  if (!directory.ends_with('/')) directory.push_back('/');
  if (is_directory && !path.ends_with('/')) path.push_back('/');
  const auto [differs, unused] = std::ranges::mismatch(directory, path);
  const auto common = static_cast<std::size_t>(differs - directory.begin());
  const std::size_t last_slash = directory.rfind('/', common == 0 ? 0 : common - 1);
  std::string text = last_slash < whole.size() ? whole.substr(last_slash + 1) : "";
  for (std::size_t i = last_slash + 1; i < directory.size(); ++i)
    if (directory[i] == '/') text = text.empty() ? ".." : "../" + text;
  return text;
}

std::string decode_percents(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(&text[i + 1], &text[i + 3], value, 16).ptr == &text[i + 3]) {
      plain.push_back(static_cast<char>(value));
      i += 2;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

Result<PathData> on(const FileSystems& file_systems, FileSystems::Pointer file_system,
                    const std::string& text) {
  const Path path = TRY(Path::parse(text));
  std::string absolute = file_systems.qualify(*file_system, path).path();
  TRY(check_file_name(*file_system, absolute));
  auto status = TRY(find_status(*file_system, absolute));
  return PathData{std::move(file_system), text, std::move(absolute), std::move(status)};
}

}  // namespace

bool PathData::looks_like_a_directory() const {
  const std::string_view plain = path_part(text);
  const std::string_view name = plain.substr(plain.rfind('/') + 1);
  return name.empty() || name == "." || name == "..";
}

Path PathData::qualified() const {
  return Path(std::nullopt, std::nullopt, path).qualified(file_system->uri(), "/");
}

std::string PathData::uri() const {
  const std::string base = file_system->uri();
  // Hadoop leaves an empty authority out when the path was a relative one.
  const bool is_plain = authority_of(base).empty() && !text.starts_with('/');
  return fmt::format("{}:{}{}{}", scheme_of(base), is_plain ? "" : "//", authority_of(base),
                     percent_encoded(path));
}

PathData PathData::child(std::string_view name, std::optional<FileStatus> child_status) const {
  PathData result{file_system, std::string(name), join_path(path, name), std::move(child_status)};
  if (text != ".")
    result.text = path_part(text).ends_with('/') ? text + result.text : text + "/" + result.text;
  return result;
}

Result<void> PathData::refresh() {
  status = TRY(find_status(*file_system, path));
  if (!status) return not_found(text);
  return {};
}

Result<std::optional<FileStatus>> find_status(hdfs::FileSystem& file_system,
                                              const std::string& path) {
  Result<FileStatus> status = file_system.status(path);
  if (status) return std::optional<FileStatus>(std::move(*status));
  if (status.error().code == ErrorCode::kFileNotFound) return std::optional<FileStatus>();
  return std::move(status).error();
}

Result<bool> exists(hdfs::FileSystem& file_system, const std::string& path) {
  return TRY(find_status(file_system, path)).has_value();
}

Result<PathData> look_up(FileSystems& file_systems, const std::string& text) {
  const Path path = TRY(Path::parse(text));
  return on(file_systems, TRY(file_systems.of(path)), text);
}

Result<PathData> look_up_local(FileSystems& file_systems, const std::string& text) {
  auto local = TRY(file_systems.local());
  const std::string plain(path_part(text));
  if (plain.empty()) return bad_arguments("Can not create a Path from an empty string");
  const auto at = [&](const std::string& name) -> Result<PathData> {
    const std::string absolute = file_systems.qualify(*local, {{}, {}, name}).path();
    auto status = TRY(find_status(*local, absolute));
    return PathData{local, name, absolute, std::move(status)};
  };
  PathData exact = TRY(at(plain));
  const std::string decoded = decode_percents(plain);
  if (exact.exists() || decoded == plain) return exact;
  return at(decoded);
}

Result<PathData> look_up_child(const PathData& directory, std::string_view name) {
  PathData result = directory.child(name, std::nullopt);
  result.status = TRY(find_status(*result.file_system, result.path));
  return result;
}

Result<std::vector<PathData>> expand(FileSystems& file_systems, const std::string& text) {
  const Path pattern = TRY(Path::parse(text));
  auto file_system = TRY(file_systems.of(pattern));
  const std::string directory = file_systems.working_directory(*file_system);
  const auto matches = TRY(glob(*file_system, directory, pattern.path()));
  std::vector<PathData> items;
  if (!matches) {
    const std::string plain = hdfs::unescape_glob(text);
    const Path path = TRY(Path::parse(plain));
    items.push_back({file_system, plain, file_systems.qualify(*file_system, path).path(), {}});
    return items;
  }
  for (const FileStatus& match : *matches) {
    std::string shown = match.path;
    if (pattern.scheme())
      shown =
          fmt::format("{}://{}{}", *pattern.scheme(), pattern.authority().value_or(""), match.path);
    else if (!pattern.is_absolute())
      shown = relative_to(directory, match.path, match.is_directory);
    items.push_back({file_system, std::move(shown), match.path, match});
  }
  return items;
}

}  // namespace mammoth::cli
