// A disk in memory that can lose power, for tests and for the simulation.
//
// It keeps two versions of everything: what the processes see and what is durable by the rules of
// disk.h. crash() throws the first away. It is a harsh file system: unlike ext4 it makes no name
// durable together with the file, and a rename whose two directories are not both synced can leave
// the file under both names or under none.
//
// Thread-safe. Files stay usable after they were unlinked; after a crash every open file answers
// EIO.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>

#include "common/io/disk.h"

namespace mammoth {

class MemoryDisk final : public Disk {
 public:
  explicit MemoryDisk(std::uint64_t capacity_bytes = std::uint64_t{1} << 40);
  ~MemoryDisk() override;

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

  // Power cut: whatever is not durable is gone.
  void crash();
  // The same, but each change of a name and some of the last unsynced writes of each file survive
  // by the throw of the dice: what a real disk may leave behind.
  void crash(std::mt19937_64& dice);

 private:
  struct Node;
  struct State;
  class Handle;
  std::shared_ptr<State> state_;  // shared with the open files
};

}  // namespace mammoth
