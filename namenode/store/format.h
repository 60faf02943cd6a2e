// The name directory (dfs.namenode.name.dir): making one, and making sure that one NameNode uses it
// (Hadoop: NNStorage, Storage.StorageDirectory).
//
//   <name dir>/in_use.lock         who has it open: "<pid>@<host>", under an exclusive lock
//   <name dir>/current/database/   RocksDB; its keys are drawn in KEYS.md
//   <name dir>/current/journal/    what is not in its tables yet (journal.h)
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "common/io/disk.h"

namespace mammoth::namenode {

// Who a file system is; chosen when it is formatted and never again.
struct FileSystemIdentity {
  std::uint32_t namespace_id = 0;
  std::string cluster_id;     // "CID-<uuid>"
  std::string block_pool_id;  // "BP-<random>-<ip>-<ms>"
  std::int64_t creation_time_ms = 0;
  bool operator==(const FileSystemIdentity&) const = default;
};

struct FormatRequest {
  std::string name_directory;
  std::string cluster_id{};        // empty: a new one
  std::string ip_address = "127.0.0.1";  // a part of the block pool's name
  // The root belongs to them, as rwxr-xr-x.
  std::string superuser;
  std::string supergroup = "supergroup";
  bool force = false;  // destroy what is there
};

// Makes an empty file system, durably. kIo when the directory holds one and `force` is not set, or
// when a NameNode uses it; StoreError when the disk fails.
Result<FileSystemIdentity> format_name_directory(const FormatRequest& request, const Clock& clock);

// Whether there is a file system. Does not look at its health.
bool is_formatted(const std::string& name_directory);

std::string database_directory(const std::string& name_directory);
std::string journal_directory(const std::string& name_directory);

// The right to use a name directory, held while this lives; given back by the end of the process at
// the latest, however it ends.
class NameDirectoryLock {
 public:
  // kIo "Cannot lock storage <dir>. The directory is already locked" when somebody else has it.
  // StoreError when the directory does not exist.
  static Result<NameDirectoryLock> acquire(const std::string& name_directory);

 private:
  explicit NameDirectoryLock(std::unique_ptr<DiskFile> file) : file_(std::move(file)) {}
  std::unique_ptr<DiskFile> file_;
};

}  // namespace mammoth::namenode
