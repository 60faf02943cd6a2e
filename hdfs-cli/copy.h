// Copying: what put, get, cp, mv and their relatives share (Hadoop: CommandWithDestination,
// CopyCommandWithMultiThread).
//
// A file is written under its name with "._COPYING_" added and renamed when it is complete, so that
// nobody sees half a file; what a failed or interrupted copy has begun is removed again.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hdfs-cli/command.h"
#include "hdfs-cli/worker_pool.h"

namespace mammoth::cli {

struct CopyOptions {
  bool overwrite = false;
  bool direct = false;  // no temporary name
  bool lazy_persist = false;
  bool preserve_times = false;
  bool preserve_owner = false;
  bool preserve_permission = false;
  bool preserve_acl = false;
  bool preserve_xattrs = false;
  int threads = 1;
  int queue = 1024;  // files that wait for a thread
};

class CopyCommand : public Command {
 public:
  using Command::Command;
  ~CopyCommand() override;

 protected:
  // Fills buffers with the bytes to copy; 0 at the end.
  using Source = std::function<Result<std::size_t>(std::span<std::byte>)>;

  Result<void> process_arguments(std::vector<PathData>& items) override;
  Result<void> process_path_argument(PathData& source) override;
  Result<void> process_path(PathData& source) override;
  Result<void> recurse_path(PathData& source) override;
  // One source with the path it goes to; a directory's entries follow by themselves.
  virtual Result<void> process_pair(PathData& source, PathData& target);

  // Take the destination off the arguments: the last one, or "." if there is only one argument.
  Result<void> take_local_destination(Arguments& arguments);
  Result<void> take_remote_destination(Arguments& arguments);
  // Reads the values of -t and -q.
  Result<void> set_threads(const CommandFormat& format);

  // Where `source` goes: below the destination if that is a directory, else the destination itself.
  Result<PathData> target_of(const PathData& source);
  // `length_bytes` is for the progress display only.
  Result<void> write_target(const Source& source, std::uint64_t length_bytes,
                            const PathData& target);

  CopyOptions& options() { return options_; }
  PathData& destination() { return destination_; }

 private:
  Result<void> copy_file(const PathData& source, const PathData& target);
  Result<void> write_bytes(const Source& source, std::uint64_t length_bytes,
                           const PathData& target);
  Result<void> make_directory(PathData& directory);
  Result<void> preserve(const PathData& source, const PathData& target);

  CopyOptions options_;
  PathData destination_;
  std::unique_ptr<WorkerPool> pool_;  // only while several files are copied at a time
};

}  // namespace mammoth::cli
