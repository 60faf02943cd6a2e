// FileUtil.copy of Hadoop.
#include <fmt/format.h>

#include <vector>

#include "common/hdfs/path.h"
#include "libhdfs/handles.h"

namespace mammoth::libhdfs {
namespace {

using hdfs::FileStatus;
using hdfs::FileSystem;

constexpr std::size_t kCopyBytes = 1u << 20;

Result<void> copy_file(FileSystem& from, const std::string& source, FileSystem& to,
                       const std::string& target) {
  const std::unique_ptr<hdfs::FileReader> reader = TRY(from.open(source));
  const std::unique_ptr<hdfs::FileWriter> writer = TRY(to.create(target, {}));
  std::vector<std::byte> buffer(kCopyBytes);
  for (;;) {
    const std::size_t count = TRY(reader->read(buffer));
    if (count == 0) return writer->close();
    TRY(writer->write(std::span(buffer).first(count)));
  }
}

Result<void> copy_entry(FileSystem& from, const FileStatus& entry, FileSystem& to,
                        const std::string& target) {
  if (!entry.is_directory) return copy_file(from, entry.path, to, target);
  if (&from == &to && (target + "/").starts_with(entry.path + "/"))
    return Error{ErrorCode::kIo, fmt::format("Cannot copy {} to its subdirectory {}", entry.path,
                                             target)};
  TRY(to.mkdirs(target, 0777));
  const std::vector<FileStatus> children = TRY(from.list_all(entry.path));
  for (const auto& child : children)
    TRY(copy_entry(from, child, to, hdfs::join_path(target, child.name())));
  return {};
}

// Into a directory the source goes by its own name; over a directory of that name it does not.
Result<std::string> check_target(const FileStatus& source, FileSystem& to, std::string target) {
  auto there = to.status(target);
  if (!there && there.error().code != ErrorCode::kFileNotFound) return there.error();
  if (!there || !there->is_directory) return target;
  target = hdfs::join_path(target, source.name());
  there = to.status(target);
  if (!there && there.error().code != ErrorCode::kFileNotFound) return there.error();
  if (there && there->is_directory)
    return Error{ErrorCode::kIo, fmt::format("Target {} is a directory", target)};
  return target;
}

}  // namespace

Result<void> copy_tree(hdfs_internal& from, const char* source, hdfs_internal& to, const char* target,
                       bool delete_source) {
  const std::string source_name = TRY(resolve(from, source));
  const std::string target_name = TRY(resolve(to, target));
  const FileStatus entry = TRY(from.file_system->status(source_name));
  const std::string goal = TRY(check_target(entry, *to.file_system, target_name));
  if (from.file_system->uri() == to.file_system->uri() && goal == source_name)
    return Error{ErrorCode::kIo, fmt::format("Source {} and target are the same", source_name)};
  TRY(copy_entry(*from.file_system, entry, *to.file_system, goal));
  if (delete_source) TRY(from.file_system->remove(source_name, true));
  return {};
}

}  // namespace mammoth::libhdfs
