// Path: a file's name as Hadoop's users write it, [scheme:][//authority]path (Hadoop:
// org.apache.hadoop.fs.Path over java.net.URI). Nothing in it is percent-encoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::hdfs {

class FileSystem;

class Path {
 public:
  // Normalises: doubled and trailing slashes go, "." and ".." are resolved as far as possible.
  // Refuses (kIllegalArgument, with Hadoop's message) an empty text, and a relative path behind a
  // scheme, which is also what a name with a colon and no slash before it looks like.
  static Result<Path> parse(std::string_view text);
  Path(std::optional<std::string> scheme, std::optional<std::string> authority, std::string path);

  const std::optional<std::string>& scheme() const { return scheme_; }
  const std::optional<std::string>& authority() const { return authority_; }
  const std::string& path() const { return path_; }

  bool is_absolute() const { return path_.starts_with('/'); }
  std::string name() const;            // last component; "" for the root
  std::optional<Path> parent() const;  // nothing for the root
  std::string to_string() const;

  // With `uri` ("hdfs://host:port", "file:///") for a missing scheme and authority, and
  // `working_directory` (absolute, no scheme) before a relative path.
  Path qualified(std::string_view uri, std::string_view working_directory) const;

 private:
  std::optional<std::string> scheme_;
  std::optional<std::string> authority_;
  std::string path_;
};

// Removes "." and "name/.." from a path and its doubled and trailing slashes; a ".." that would
// leave the root stays.
std::string normalize_path(std::string_view path);

// `base` + "/" + `name`, with one slash.
std::string join_path(std::string_view base, std::string_view name);

// Parts of "scheme://authority/rest"; the authority of "file:///" is empty.
std::string_view scheme_of(std::string_view uri);
std::string_view authority_of(std::string_view uri);

// With characters that a URI may not hold as %XX.
std::string percent_encoded(std::string_view path);
// Hadoop's order of paths, which is that of their encoded forms.
bool path_before(std::string_view a, std::string_view b);

// Refuses names that HDFS cannot hold, before they are sent (Hadoop: DFSUtilClient.isValidName).
Result<void> check_file_name(const FileSystem& file_system, std::string_view path);

}  // namespace mammoth::hdfs
