// What the commands about snapshots share (Hadoop: SnapshotCommands): one directory, which has to
// be there.
#pragma once

#include <optional>

#include "common/hdfs/snapshots.h"
#include "hdfs-cli/command.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

class SnapshotCommand : public Command {
 public:
  using Command::Command;

 protected:
  virtual Result<void> change(const PathData& directory) = 0;

  Result<void> process_path(PathData& item) override;
  Result<void> process_arguments(std::vector<PathData>& items) override;
  // The file system of the directory; fatal, as in Hadoop, where it has no snapshots.
  Result<hdfs::Snapshots*> snapshots_of(const PathData& directory) const;

 private:
  std::optional<PathData> directory_;
};

}  // namespace mammoth::cli
