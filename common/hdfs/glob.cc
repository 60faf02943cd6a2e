#include "common/hdfs/glob.h"

#include <algorithm>

#include "common/hdfs/glob_pattern.h"
#include "common/hdfs/path.h"

namespace mammoth::hdfs {

namespace {

std::vector<std::string_view> components_of(std::string_view path) {
  std::vector<std::string_view> components;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (slash != 0) components.push_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return components;
}

Result<std::optional<FileStatus>> find(FileSystem& file_system, const std::string& path) {
  Result<FileStatus> status = file_system.status(path);
  if (status) {
    status->path = path;
    return std::move(*status);
  }
  if (status.error().code == ErrorCode::kFileNotFound) return std::nullopt;
  return std::move(status).error();
}

// One pattern without braces that span directories, matched from the root downwards.
class Descent {
 public:
  Descent(FileSystem& file_system, std::string_view pattern)
      : file_system_(file_system), components_(components_of(pattern)) {}

  bool saw_wildcard() const { return saw_wildcard_; }

  Result<std::vector<FileStatus>> run() {
    std::vector<FileStatus> candidates(1);
    candidates[0].path = "/";
    for (std::size_t i = 0; i < components_.size() && !candidates.empty(); ++i) {
      const bool is_last = i + 1 == components_.size();
      const GlobPattern pattern = TRY(GlobPattern::parse(components_[i]));
      const std::string name = unescape_glob(components_[i]);
      if (pattern.has_wildcard()) {
        saw_wildcard_ = true;
        candidates = TRY(children(candidates, pattern, is_last));
      } else if (!is_last) {
        for (FileStatus& candidate : candidates) candidate.path = join_path(candidate.path, name);
      } else {
        candidates = TRY(named(candidates, name));
      }
    }
    if (components_.empty()) {
      const auto root = TRY(find(file_system_, "/"));
      candidates.clear();
      if (root) candidates.push_back(*root);
    }
    return candidates;
  }

 private:
  Result<std::vector<FileStatus>> children(const std::vector<FileStatus>& parents,
                                           const GlobPattern& pattern, bool is_last) {
    std::vector<FileStatus> found;
    for (const FileStatus& parent : parents) {
      std::vector<FileStatus> entries;
      const Result<void> listed = file_system_.list(parent.path, [&](const FileStatus& entry) {
        entries.push_back(entry);
        return true;
      });
      if (!listed && listed.error().code == ErrorCode::kFileNotFound) continue;
      if (!listed) return listed.error();
      // A file lists itself; only its status tells that from a directory with one entry.
      if (entries.size() == 1) {
        const auto status = TRY(find(file_system_, parent.path));
        if (!status || !status->is_directory) continue;
      }
      for (FileStatus& entry : entries) {
        if (!is_last && !entry.is_directory) continue;
        const std::string name = entry.path.substr(entry.path.rfind('/') + 1);
        if (!pattern.matches(name)) continue;
        entry.path = join_path(parent.path, name);
        found.push_back(std::move(entry));
      }
    }
    return found;
  }

  Result<std::vector<FileStatus>> named(const std::vector<FileStatus>& parents,
                                        const std::string& name) {
    std::vector<FileStatus> found;
    for (const FileStatus& parent : parents) {
      auto status = TRY(find(file_system_, join_path(parent.path, name)));
      if (status) found.push_back(std::move(*status));
    }
    return found;
  }

  FileSystem& file_system_;
  const std::vector<std::string_view> components_;
  bool saw_wildcard_ = false;
};

// HDFS has no names with a colon; Hadoop stumbles over them where it puts paths together.
Result<void> check_names(const FileSystem& file_system, std::string_view pattern) {
  if (file_system.scheme() == "hdfs") {
    for (const std::string_view component : components_of(pattern))
      if (component.find_first_of("*?[{") == std::string_view::npos &&
          component.find(':') != std::string_view::npos)
        TRY(Path::parse(component));
  }
  return check_file_name(file_system, pattern);
}

}  // namespace

Result<std::optional<std::vector<FileStatus>>> glob(FileSystem& file_system,
                                                    std::string_view working_directory,
                                                    std::string_view pattern) {
  const std::vector<std::string> patterns = TRY(expand_braces(pattern));
  std::vector<FileStatus> results;
  bool saw_wildcard = false;
  for (const std::string& flat : patterns) {
    const std::string absolute =
        normalize_path(flat.starts_with('/') ? flat : join_path(working_directory, flat));
    TRY(check_names(file_system, absolute));
    Descent descent(file_system, absolute);
    for (FileStatus& found : TRY(descent.run())) results.push_back(std::move(found));
    saw_wildcard |= descent.saw_wildcard();
  }
  if (!saw_wildcard && results.empty() && patterns.size() <= 1) return std::nullopt;
  std::ranges::sort(results, path_before, &FileStatus::path);
  return results;
}

}  // namespace mammoth::hdfs
