#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/commands/snapshot_command.h"

namespace mammoth::cli {

namespace {

class DeleteSnapshot final : public SnapshotCommand {
 public:
  using SnapshotCommand::SnapshotCommand;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    if (arguments.size() != 2) return bad_arguments("Incorrect number of arguments.");
    name_ = arguments.back();
    arguments.pop_back();
    return {};
  }

  Result<void> change(const PathData& directory) override {
    auto* snapshots = TRY(snapshots_of(directory));
    TRY(snapshots->delete_snapshot(directory.path, name_));
    out().line(
        fmt::format("Deleted snapshot {} under {}", name_, directory.qualified().to_string()));
    return {};
  }

 private:
  std::string name_;
};

}  // namespace

constexpr CommandInfo kDeleteSnapshot{"deleteSnapshot", "<snapshotDir> <snapshotName>",
                                      "Deletes a snapshot of a directory.",
                                      &make_command<DeleteSnapshot>};

}  // namespace mammoth::cli
