// A disk that fails when it is told to; otherwise the disk beneath it. For tests of what the
// datanode does when a volume dies, fills up or answers nonsense.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "common/io/disk.h"

namespace mammoth {

enum class DiskOperation {
  kOpen,
  kStatus,
  kList,
  kRename,
  kLink,
  kUnlink,
  kMakeDirectories,
  kRemoveDirectory,
  kSyncDirectory,
  kSpace,
  kRead,
  kWrite,
  kSize,
  kTruncate,
  kSync,
};

class FaultyDisk final : public Disk {
 public:
  // Asked before every operation with the path it is about (the first one of a rename or link); an
  // errno other than 0 fails the operation, which then does nothing. May block, to be slow.
  using Fault = std::function<int(DiskOperation, std::string_view path)>;

  // `disk` must outlive this and every file opened through it; as thread-safe as `fault`.
  FaultyDisk(Disk& disk, Fault fault);

  std::unique_ptr<DiskFile> open(const std::string& path, OpenMode mode) override;
  std::optional<FileStatus> status(const std::string& path) override;
  std::vector<DirectoryEntry> list(const std::string& path) override;
  void rename(const std::string& from, const std::string& to) override;
  void link(const std::string& from, const std::string& to) override;
  bool unlink(const std::string& path) override;
  void make_directories(const std::string& path) override;
  bool remove_directory(const std::string& path) override;
  void sync_directory(const std::string& path) override;
  DiskSpace space(const std::string& path) override;

 private:
  class File;

  Disk& disk_;
  std::shared_ptr<const Fault> fault_;  // shared with the open files
};

}  // namespace mammoth
