// What changed between two snapshots, as a copy needs it (Hadoop: DistCpSync, DiffInfo).
//
// The target was like the source when both had the first snapshot. What was moved or deleted since
// is moved and deleted there first; then only what was created or modified is copied. With -rdiff
// the differences are the target's own, from its newer snapshot back to its older one, and the
// contents come from a source that has the older one.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/hdfs/snapshots.h"

namespace mammoth::cli::distcp {

// Paths are relative to the directory, without a slash in front.
struct Move {
  std::string from;
  std::optional<std::string> to;  // nothing: deleted
};

class Differences {
 public:
  Differences(std::vector<hdfs::SnapshotDifference> report, bool backwards);

  // Moves of the target, those below others first.
  std::vector<Move> moves() const;

  // What to copy: the path that it has once everything is moved.
  struct Copy {
    std::string path;
    bool with_contents = false;            // a new directory, with all that is below it
    std::set<std::string> but_not{};       // what was moved there, and is there already
  };
  std::vector<Copy> copies() const;

 private:
  struct Change {
    std::string path;
    bool is_new = false;
  };
  const Move* rename_above(const std::string& path, bool itself_too,
                           const std::vector<Move>& renames) const;

  const bool backwards_;
  std::vector<Move> renames_;  // by their first path, the last first
  std::vector<std::string> deleted_;
  std::vector<Change> changed_;  // created ones first
};

}  // namespace mammoth::cli::distcp
