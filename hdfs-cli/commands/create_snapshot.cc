#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/commands/snapshot_command.h"

namespace mammoth::cli {

namespace {

class CreateSnapshot final : public SnapshotCommand {
 public:
  using SnapshotCommand::SnapshotCommand;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    if (arguments.empty()) return bad_arguments("<snapshotDir> is missing.");
    if (arguments.size() > 2) return bad_arguments("Too many arguments.");
    if (arguments.size() == 2) {
      name_ = arguments.back();
      arguments.pop_back();
    }
    return {};
  }

  Result<void> change(const PathData& directory) override {
    auto* snapshots = TRY(snapshots_of(directory));
    out().line("Created snapshot " + TRY(snapshots->create_snapshot(directory.path, name_)));
    return {};
  }

 private:
  std::string name_;
};

}  // namespace

constexpr CommandInfo kCreateSnapshot{
    "createSnapshot", "<snapshotDir> [<snapshotName>]",
    "Makes a snapshot of a directory; without a name it is called after the time.",
    &make_command<CreateSnapshot>};

}  // namespace mammoth::cli
