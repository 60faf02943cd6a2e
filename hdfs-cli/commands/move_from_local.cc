#include <algorithm>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/commands/put.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

class MoveFromLocal final : public Put {
 public:
  using Put::Put;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    if (std::ranges::find(arguments, "-t") != arguments.end())
      return bad_arguments("Illegal option -t");
    return Put::parse_options(arguments);
  }

  Result<void> process_pair(PathData& source, PathData& target) override {
    if (target.is_directory()) return file_exists(target.text);
    return Put::process_pair(source, target);
  }

  Result<void> post_process_path(PathData& source) override {
    if (!TRY(source.file_system->remove(source.path, false)))
      return move_error("remove", source.text, "");
    return {};
  }
};

class MoveToLocal final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments&) override {
    return Error{ErrorCode::kUnsupportedOperation, "Option '-moveToLocal' is not implemented yet."};
  }
};

}  // namespace

constexpr CommandInfo kMoveFromLocal{
    "moveFromLocal", "[-f] [-p] [-l] [-d] <localsrc> ... <dst>",
    "The same as -put, and deletes what was copied. There is no -t.", &make_command<MoveFromLocal>};

constexpr CommandInfo kMoveToLocal{"moveToLocal", "<src> <localdst>", "Not there, as in Hadoop.",
                                   &make_command<MoveToLocal>};

}  // namespace mammoth::cli
