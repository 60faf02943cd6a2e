// The local disks behind the FileSystem interface (Hadoop: RawLocalFileSystem). Paths are those of
// the operating system; blocks are one for a file, as large as the configuration's idea of 32 MB.
//
// What a local file system has no notion of is refused with kUnsupportedOperation: append to what
// is being written elsewhere is not guarded, truncate is exact, concat and quotas do not exist.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {

class LocalFileSystem final : public FileSystem {
 public:
  explicit LocalFileSystem(std::uint16_t umask) : umask_(umask) {}

  std::string uri() const override { return "file:///"; }
  std::string scheme() const override { return "file"; }
  std::string home_directory() const override;
  ServerDefaults server_defaults(std::string_view path) override;

  Result<std::unique_ptr<FileReader>> open(const std::string& path) override;
  Result<std::unique_ptr<FileWriter>> create(const std::string& path,
                                             const CreateOptions& options) override;
  Result<std::unique_ptr<FileWriter>> append(const std::string& path) override;
  Result<bool> truncate(const std::string& path, std::uint64_t length_bytes) override;
  Result<void> concat(const std::string& target, const std::vector<std::string>& sources) override;

  Result<FileStatus> status(const std::string& path) override;
  Result<FileStatus> link_status(const std::string& path) override;
  Result<void> list(const std::string& path,
                    const std::function<bool(const FileStatus&)>& each) override;

  Result<bool> mkdirs(const std::string& path, std::uint16_t permission) override;
  Result<bool> mkdir(const std::string& path, std::uint16_t permission) override;
  Result<bool> rename(const std::string& source, const std::string& target) override;
  Result<void> rename2(const std::string& source, const std::string& target,
                       bool overwrite) override;
  Result<bool> remove(const std::string& path, bool recursive) override;

  Result<void> set_permission(const std::string& path, std::uint16_t permission) override;
  Result<void> set_owner(const std::string& path, const std::string& owner,
                         const std::string& group) override;
  Result<void> set_times(const std::string& path, SetTimes times) override;
  Result<bool> set_replication(const std::string& path, std::uint16_t replication) override;
  Result<void> access(const std::string& path, int mode) override;

  Result<ContentSummary> content_summary(const std::string& path) override;
  Result<ContentSummary> quota_usage(const std::string& path) override;
  Result<FileSystemStatus> file_system_status(const std::string& path) override;
  Result<std::optional<FileChecksum>> checksum(const std::string& path) override;
  Result<std::vector<BlockLocation>> block_locations(const std::string& path,
                                                     std::uint64_t offset_bytes,
                                                     std::uint64_t length_bytes) override;
  std::string trash_root(const std::string& path) override;

 private:
  const std::uint16_t umask_;
};

// Readers and writers over a file descriptor, which they own.
std::unique_ptr<FileReader> make_local_reader(int handle, std::uint64_t length_bytes,
                                              std::string path);
std::unique_ptr<FileWriter> make_local_writer(int handle, std::uint64_t position, std::string path);

// Hadoop's words for an errno.
Error local_error(const std::string& path, int error_number);

}  // namespace mammoth::hdfs
