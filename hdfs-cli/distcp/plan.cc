// Which files go where (Hadoop: SimpleCopyListing, GlobbedCopyListing, FileBasedCopyListing).
#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/distcp/job.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli::distcp {

namespace {

constexpr std::size_t kListBytesMost = 64 << 20;

Result<std::vector<std::string>> read_lines(const PathData& file) {
  const auto reader = TRY(file.file_system->open(file.path));
  std::string text;
  std::vector<std::byte> buffer(1 << 16);
  while (const std::size_t count = TRY(reader->read(buffer))) {
    text.append(reinterpret_cast<const char*>(buffer.data()), count);
    if (text.size() > kListBytesMost)
      return Error{ErrorCode::kIo,
                   fmt::format("{} is longer than {} bytes; divide it", file.text, kListBytesMost)};
  }
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
    begin = end + 1;
  }
  return lines;
}

}  // namespace

Result<void> Job::read_filters() {
  if (options_.filters_file.empty()) return {};
  const PathData file = TRY(look_up_local(file_systems_, options_.filters_file));
  if (!file.exists())
    return Error{ErrorCode::kIo, "Can't find filters file " + options_.filters_file};
  for (const std::string& line : TRY(read_lines(file))) {
    try {
      filters_.emplace_back(line);
    } catch (const std::regex_error& error) {
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("The filter {} is no regular expression: {}", line, error.what())};
    }
  }
  return {};
}

bool Job::filtered(const std::string& path) const {
  return std::ranges::any_of(filters_,
                             [&](const std::regex& f) { return std::regex_match(path, f); });
}

Result<std::vector<PathData>> Job::find_sources() {
  std::vector<std::string> names = options_.sources;
  if (!options_.source_listing.empty())
    names = TRY(read_lines(TRY(look_up(file_systems_, options_.source_listing))));
  std::vector<PathData> found;
  for (const std::string& name : names) {
    std::vector<PathData> matches = TRY(expand(file_systems_, name));
    if (matches.empty() || !matches.front().exists())
      return Error{ErrorCode::kFileNotFound, name + " doesn't exist"};
    std::ranges::move(matches, std::back_inserter(found));
  }
  return found;
}

// Items below this get their path below the target.
std::string Job::base_of(const PathData& source) const {
  const auto parent = [](const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == 0 || slash == std::string::npos ? std::string("/") : path.substr(0, slash);
  };
  const bool alone = sources_.size() == 1;
  if (alone && !source.is_directory())
    return !target_.exists() || target_.is_file() ? source.path : parent(source.path);
  const bool contents_only = (alone && !target_.exists()) || options_.update || options_.overwrite;
  if ((contents_only && source.is_directory()) || source.path == "/") return source.path;
  return parent(source.path);
}

Result<void> Job::check_target() const {
  if (target_.is_file()) {
    if (sources_.size() > 1)
      return Error{ErrorCode::kIo,
                   "Multiple source being copied to a file: " + target_.qualified().to_string()};
    if (!sources_.front().is_file())
      return Error{ErrorCode::kIo,
                   fmt::format("Cannot copy {}, which is not a file to {}", sources_.front().text,
                               target_.qualified().to_string())};
  }
  if (options_.atomic && target_.exists())
    return Error{ErrorCode::kIo,
                 fmt::format("Target path for atomic-commit already exists: {}. Cannot "
                             "atomic-commit to pre-existing target-path.",
                             target_.qualified().to_string())};
  return {};
}

Result<void> Job::add(const PathData& item, const std::string& base) {
  const bool is_root = item.path == base && item.is_directory();
  if (is_root && (options_.update || options_.overwrite) && !options_.update_root) return {};
  if (filtered(item)) return {};
  const std::string relative =
      base == "/" ? (item.path == "/" ? "" : item.path) : item.path.substr(base.size());
  items_.push_back({item, relative});
  return {};
}

Result<void> Job::walk(const PathData& root, const std::string& base) {
  TRY(add(root, base));
  if (!root.is_directory()) return {};
  std::vector<PathData> waiting{root};
  while (!waiting.empty()) {
    const PathData directory = std::move(waiting.back());
    waiting.pop_back();
    TRY(directory.file_system->list(directory.path, [&](const hdfs::FileStatus& status) {
      PathData child = directory.child(status.name(), status);
      static_cast<void>(add(child, base));
      if (status.is_directory) waiting.push_back(std::move(child));
      return true;
    }));
  }
  return {};
}

std::optional<Error> Job::find_duplicate() {
  std::ranges::stable_sort(items_, {}, &Item::relative);
  const auto twin = std::ranges::adjacent_find(items_, {}, &Item::relative);
  if (twin == items_.end()) return std::nullopt;
  return Error{ErrorCode::kIo, fmt::format("File {} and {} would cause duplicates. Aborting",
                                           twin->source.qualified().to_string(),
                                           (twin + 1)->source.qualified().to_string())};
}

std::optional<Stopped> Job::plan() {
  if (!options_.from_snapshot.empty()) {
    if (auto stopped = sync()) return stopped;
    if (auto duplicate = find_duplicate()) return Stopped{Failure::kDuplicates, *duplicate};
    return std::nullopt;
  }
  const auto prepare = [&]() -> Result<void> {
    target_ = TRY(look_up(file_systems_, options_.target));
    sources_ = TRY(find_sources());
    return check_target();
  };
  const Result<void> prepared = prepare();
  if (!prepared) return Stopped{Failure::kInvalidInput, prepared.error()};
  const auto list = [&]() -> Result<void> {
    TRY(read_filters());
    for (const PathData& source : sources_) TRY(walk(source, base_of(source)));
    return {};
  };
  const Result<void> listed = list();
  if (!listed) return Stopped{Failure::kOther, listed.error()};
  if (auto duplicate = find_duplicate()) return Stopped{Failure::kDuplicates, *duplicate};
  return std::nullopt;
}

}  // namespace mammoth::cli::distcp
