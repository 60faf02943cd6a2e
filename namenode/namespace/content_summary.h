// How much a subtree holds (Hadoop: ContentSummary, ContentSummaryComputationContext).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "namenode/namespace/inode_table.h"
#include "namenode/namespace/permission.h"

namespace mammoth::namenode {

struct ContentSummary {
  std::uint64_t length_bytes = 0;
  std::uint64_t file_count = 0;
  std::uint64_t directory_count = 0;
  Quota quota{};  // of the directory at the top
  std::uint64_t space_consumed_bytes =
      0;  // lengths times replication; a block being written is full
};

// A walk through a subtree that stops every so often, so that the lock can be given to others. What
// changes meanwhile may be counted or not; every directory is looked at once, by its id, wherever
// it is by then. Memory: the subdirectories that were seen and wait for their turn.
class ContentSummaryWalk {
 public:
  // Of a file, or of a directory and everything below it.
  explicit ContentSummaryWalk(const InodePtr& start);

  // Looks at up to `max_inodes` more. True once the summary is complete. kAccessDenied at a
  // directory that the user may not read and list; a null checker looks at no rights.
  Result<bool> advance(const InodeTable& table, const PermissionChecker* checker,
                       std::size_t max_inodes);

  const ContentSummary& summary() const { return summary_; }

 private:
  void count_file(const Inode& file);

  ContentSummary summary_;
  std::vector<InodePtr> waiting_;  // directories
  InodePtr current_;               // the one being looked at,
  std::string last_name_;          // as far as this child
};

}  // namespace mammoth::namenode
