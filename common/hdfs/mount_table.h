// The mount table of a view: which directory of which file system each of its paths means (Hadoop:
// fs.viewfs.InodeTree). Links, their internal directories above them, and one fallback for what is
// below no link; or one link for everything (linkMergeSlash). A plain value without file systems.
//
// fs.viewfs.mounttable.NAME.link.PATH = URI        fs.viewfs.mounttable.NAME.linkFallback = URI
// fs.viewfs.mounttable.NAME.linkMergeSlash = URI   fs.viewfs.mounttable.NAME.homedir = PATH
// fs.viewfs.mounttable.NAME.linkRegex.EXPRESSION = URI (regex_mount_point.h); it comes before links
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/hdfs/regex_mount_point.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::hdfs {

// A directory that only the table holds, or a link, or a link with others below it.
struct MountNode {
  std::string full_path;
  std::map<std::string, std::unique_ptr<MountNode>, std::less<>> children{};
  std::optional<std::string> target{};  // a URI; nothing: a directory

  bool is_link() const { return target.has_value(); }
};

struct MountPoint {
  std::string path;
  std::string target;
};

class MountTable {
 public:
  // Where a path leads.
  struct Resolution {
    const MountNode* node = nullptr;  // directory or link; null: the fallback or an expression
    std::string target;               // the link's or the fallback's URI; empty for a directory
    std::string resolved;             // what of the path lead there
    std::string remaining;            // from there on; begins with "/"
    bool by_link = false;             // and not by fallback
    bool by_expression = false;       // which is a link of its own each time

    bool is_directory() const { return target.empty(); }
  };

  // Refuses, with Hadoop's messages, an empty table, two links of a name, and kinds of
  // links that are not done: linkMerge and linkNfly (kUnsupportedOperation);
  // and links below links where fs.viewfs.mounttable.nested.mount.point.supported is false.
  static Result<MountTable> read(const Configuration& configuration, std::string_view name,
                                 std::string_view uri);

  // `path` is absolute and normalised. Without `resolve_last` the last component is left over, so
  // that the directory that is to hold it is found. kFileNotFound: neither link nor fallback.
  Result<Resolution> resolve(const std::string& path, bool resolve_last) const;

  const std::optional<std::string>& fallback() const { return fallback_; }
  const std::vector<MountPoint>& mount_points() const { return mount_points_; }
  const std::string& home_prefix() const { return home_prefix_; }

 private:
  Result<void> add_link(const std::string& path, const std::string& target);
  Result<void> add_expression(std::string_view key, const std::string& target);

  std::unique_ptr<MountNode> root_ = std::make_unique<MountNode>(MountNode{"/"});
  std::optional<std::string> fallback_;
  std::vector<MountPoint> mount_points_;
  std::vector<RegexMountPoint> expressions_;  // by their text
  std::string home_prefix_ = "/user";
  bool nested_ = true;
};

}  // namespace mammoth::hdfs
