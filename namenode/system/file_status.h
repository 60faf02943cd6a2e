// What clients learn about files and directories, with the places of their blocks (Hadoop:
// HdfsLocatedFileStatus, OpenFileEntry, CorruptFileBlocks). Plain values that outlive the lock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "namenode/namespace/event.h"
#include "namenode/namespace/inode_status.h"
#include "namenode/system/located_file.h"

namespace mammoth::namenode {

struct FileStatus {
  InodeStatus status;
  std::optional<LocatedFile> locations{};  // of a file, where they were asked for
};

// A page of a directory; a file is listed as one entry without a name.
struct DirectoryPage {
  std::vector<FileStatus> entries;
  std::uint64_t remaining_entries = 0;  // 0 at the end
};

// The file that append reopened.
struct ReopenedFile {
  FileStatus status;
  std::optional<LocatedFileBlock> last_block;  // absent where the next write starts a new block
};

struct OpenFileEntry {
  InodeId id;
  std::string path;
  std::string holder;
  std::string client_machine;
};

struct OpenFilePage {
  std::vector<OpenFileEntry> entries;
  bool has_more = false;
};

// Of a directory with a quota (Hadoop: QuotaUsage).
struct QuotaUsage {
  Usage usage;
  Quota quota;
  TypeBytes types{};  // of `usage`, where the directory is
};

// What followers of the file system are told at a time.
struct EventPage {
  std::vector<EventBatch> batches;
  std::uint64_t last_transaction = 0;  // there is
};

struct CorruptFilePage {
  std::vector<std::string> paths;
  std::vector<BlockId> blocks;  // of each path the one that is corrupt
  std::string cookie;  // for the next page
};

}  // namespace mammoth::namenode
