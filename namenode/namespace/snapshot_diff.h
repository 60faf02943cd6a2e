// What changed below a directory between two of its states (Hadoop: SnapshotDiffInfo).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/hdfs_ids.h"

namespace mammoth::namenode {

// A file or directory that both states have. Paths are relative to the directory asked about, which
// itself is "". "Earlier" is by the age of the states, whatever was asked for first.
struct ModifiedEntry {
  struct Child {
    InodeId id;
    std::string path;                     // in its state
    std::optional<std::string> target{};  // of a deleted one: where it is later
    bool is_rename = false;
  };
  InodeId id;
  bool is_directory = false;
  std::string path;  // in the earlier state
  std::vector<Child> created{};
  std::vector<Child> deleted{};
};

struct SnapshotDiff {
  bool from_earlier = true;  // what was asked for is earlier first
  std::vector<ModifiedEntry> modified{};
};

}  // namespace mammoth::namenode
