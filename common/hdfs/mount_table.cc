#include "common/hdfs/mount_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/config/configuration.h"
#include "common/config/keys.h"

namespace mammoth::hdfs {

namespace {

constexpr std::string_view kPrefix = "fs.viewfs.mounttable.";

std::vector<std::string_view> steps_of(std::string_view path) {
  std::vector<std::string_view> steps;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (slash != 0) steps.push_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return steps;
}

std::string joined(const std::vector<std::string_view>& steps, std::size_t from, std::size_t to) {
  std::string path;
  for (std::size_t i = from; i < to; ++i) path.append("/").append(steps[i]);
  return path.empty() ? "/" : path;
}

Error refused(std::string message, ErrorCode code = ErrorCode::kIo) {
  return {code, std::move(message)};
}

Error not_done(std::string_view kind) {
  return refused(fmt::format("ViewFs: {} is not supported; mount each file system by a link of its "
                             "own",
                             kind),
                 ErrorCode::kUnsupportedOperation);
}

}  // namespace

Result<void> MountTable::add_link(const std::string& path, const std::string& target) {
  if (!path.starts_with('/')) return refused("ViewFs: Non absolute mount name in config:" + path);
  const auto steps = steps_of(path);
  MountNode* at = root_.get();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (at->is_link() && !nested_)
      return refused(fmt::format("Path {} already exists as link", at->full_path),
                     ErrorCode::kFileAlreadyExists);
    auto [found, is_new] = at->children.try_emplace(std::string(steps[i]));
    const bool is_last = i + 1 == steps.size();
    if (is_last && !is_new)
      return refused(fmt::format("Path {} already exists as dir; cannot create link here", path),
                     ErrorCode::kFileAlreadyExists);
    if (is_new) found->second = std::make_unique<MountNode>(MountNode{joined(steps, 0, i + 1)});
    at = found->second.get();
  }
  at->target = target;
  mount_points_.push_back({at->full_path, target});
  return {};
}

// "SETTINGS#.EXPRESSION", or the expression alone.
Result<void> MountTable::add_expression(std::string_view key, const std::string& target) {
  constexpr std::string_view kSeparator = "#.";
  const std::size_t end = key.find(kSeparator);
  const std::string_view settings = end == key.npos ? "" : key.substr(0, end);
  const std::string expression(end == key.npos ? key : key.substr(end + kSeparator.size()));
  if (std::ranges::find(expressions_, expression, &RegexMountPoint::source) == expressions_.end())
    expressions_.push_back(TRY(RegexMountPoint::make(expression, target, settings)));
  std::ranges::sort(expressions_, {}, &RegexMountPoint::source);
  return {};
}

Result<MountTable> MountTable::read(const Configuration& configuration, std::string_view name,
                                    std::string_view uri) {
  MountTable table;
  table.nested_ = configuration.get_bool(keys::kFsViewfsMounttableNestedMountPointSupported);
  const auto entries = configuration.entries_below(fmt::format("{}{}.", kPrefix, name));
  std::optional<std::string> everything;
  for (const auto& [key, value] : entries) {
    if (key == "link./")
      return refused(fmt::format("Unexpected mount table link entry '{}{}.{}'. Use linkMergeSlash "
                                 "instead!",
                                 kPrefix, name, key),
                     ErrorCode::kUnsupportedOperation);
    if (key.starts_with("link.")) {
      TRY(table.add_link(key.substr(5), value));
    } else if (key == "linkFallback") {
      table.fallback_ = value;
    } else if (key == "linkMergeSlash") {
      everything = value;
    } else if (key.starts_with("linkFallback") || key.starts_with("linkMergeSlash")) {
      return refused(
          fmt::format("ViewFs: Mount points initialization error. Invalid {} entry in "
                      "config: {}",
                      key.starts_with("linkF") ? "linkFallback" : "linkMergeSlash", key));
    } else if (key.starts_with("linkRegex.")) {
      TRY(table.add_expression(std::string_view(key).substr(10), value));
    } else if (key.starts_with("linkMerge.")) {
      return refused("mergefs not implemented yet", ErrorCode::kUnsupportedOperation);
    } else if (key.starts_with("linkNfly")) {
      return not_done("linkNfly");
    } else if (key.starts_with("homedir")) {
      if (key == "homedir") table.home_prefix_ = value;
    } else {
      return refused("ViewFs: Cannot initialize: Invalid entry in Mount table in config: " + key);
    }
  }
  const bool has_links = !table.mount_points_.empty() || !table.expressions_.empty();
  if (everything && (has_links || table.fallback_))
    return refused(
        fmt::format("Mount table {} has already been configured with regular links. A "
                    "merge slash link should not be configured.",
                    name));
  if (everything) {
    table.root_->target = everything;
    table.mount_points_.push_back({"/", *everything});
  }
  if (entries.empty())
    return refused(
        fmt::format("ViewFs: Cannot initialize: Empty Mount table in config for {}://{}/",
                    uri.substr(0, uri.find(':')), name));
  return table;
}

Result<MountTable::Resolution> MountTable::resolve(const std::string& path,
                                                   bool resolve_last) const {
  const auto steps = steps_of(path);
  const MountNode* at = root_.get();
  if (at->is_link()) return Resolution{at, *at->target, "/", joined(steps, 0, steps.size()), true};
  for (const RegexMountPoint& expression : expressions_) {
    if (steps.empty()) break;
    if (auto match = TRY(expression.resolve(path, resolve_last)))
      return Resolution{nullptr, std::move(match->target), std::move(match->resolved),
                        std::move(match->remaining), true, true};
  }
  const std::size_t count = steps.size() - (resolve_last || steps.empty() ? 0 : 1);
  const auto behind = [&](const MountNode* link, std::size_t next) {
    return Resolution{link, *link->target, link->full_path, joined(steps, next, steps.size()),
                      true};
  };
  const MountNode* around = nullptr;  // the last link that has others below it
  std::size_t behind_around = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto found = at->children.find(steps[i]);
    if (found == at->children.end()) {
      // from here on, as Hadoop: directories of the table on the way from `around` do not count
      if (around != nullptr) return behind(around, i);
      if (fallback_) return Resolution{nullptr, *fallback_, "/", path, false};
      return Error{ErrorCode::kFileNotFound,
                   "File/Directory does not exist: " + joined(steps, 0, i + 1)};
    }
    at = found->second.get();
    if (!at->is_link()) continue;
    if (at->children.empty()) return behind(at, i + 1);
    around = at;
    behind_around = i + 1;
  }
  if (around != nullptr) return behind(around, behind_around);
  return Resolution{at, "", at->full_path, joined(steps, count, steps.size()), false};
}

}  // namespace mammoth::hdfs
