// The machine's own file systems: one system call per operation and nothing beside it.
#pragma once

#include "common/io/disk.h"

namespace mammoth {

class SystemDisk final : public Disk {
 public:
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
};

}  // namespace mammoth
