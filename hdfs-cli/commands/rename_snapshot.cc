#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/commands/snapshot_command.h"

namespace mammoth::cli {

namespace {

class RenameSnapshot final : public SnapshotCommand {
 public:
  using SnapshotCommand::SnapshotCommand;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    if (arguments.size() != 3) return bad_arguments("Incorrect number of arguments.");
    new_name_ = arguments.back();
    arguments.pop_back();
    name_ = arguments.back();
    arguments.pop_back();
    return {};
  }

  Result<void> change(const PathData& directory) override {
    auto* snapshots = TRY(snapshots_of(directory));
    TRY(snapshots->rename_snapshot(directory.path, name_, new_name_));
    out().line(fmt::format("Renamed snapshot {} to {} under {}", name_, new_name_,
                           directory.qualified().to_string()));
    return {};
  }

 private:
  std::string name_;
  std::string new_name_;
};

}  // namespace

constexpr CommandInfo kRenameSnapshot{"renameSnapshot", "<snapshotDir> <oldName> <newName>",
                                      "Gives a snapshot of a directory another name.",
                                      &make_command<RenameSnapshot>};

}  // namespace mammoth::cli
