#include <fmt/format.h>

#include <algorithm>

#include "common/hdfs/view_file_system.h"
#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/find_expression.h"

namespace mammoth::cli {

namespace {

class Find final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, kAnyNumber, {"L", "H"});
    TRY(format.keep_unknown().parse(arguments));
    follow_links_ = format.has("L");
    follow_argument_links_ = !follow_links_ && format.has("H");
    set_recursive(true);
    const auto first_expression = std::ranges::find_if(
        arguments, [](const std::string& argument) { return argument.starts_with('-'); });
    expression_ =
        TRY(parse_find_expression(std::deque<std::string>(first_expression, arguments.end())));
    arguments.erase(first_expression, arguments.end());
    if (arguments.empty()) arguments.emplace_back(".");
    return {};
  }

  Result<void> process_path(PathData& item) override {
    expression_->apply(item, out());
    return {};
  }

  bool is_recursable(const PathData& item) const override {
    if (item.is_directory()) return true;
    return item.status->is_symlink && (follows(item) || leaves_view(item));
  }

  Result<void> recurse_path(PathData& item) override {
    if (!item.status->is_symlink) return Command::recurse_path(item);
    if (leaves_view(item))
      return bad_arguments(fmt::format("Wrong FS: {}, expected: {}/", item.status->symlink_target,
                                       item.file_system->uri()));
    PathData linked = TRY(look_up(file_systems(), item.status->symlink_target));
    if (!linked.is_directory()) return {};
    if (item.path.starts_with(join_path(linked.path, ""))) {
      environment().err.line("Infinite loop ignored: " + item.text + " -> " + linked.text);
      return {};
    }
    return Command::recurse_path(linked);
  }

 private:
  // A mount point, which Hadoop looks up in the view itself, followed or not.
  static bool leaves_view(const PathData& item) {
    return hdfs::view_of(*item.file_system) != nullptr;
  }
  bool follows(const PathData&) const {
    return follow_links_ || (follow_argument_links_ && depth() == 0);
  }

  bool follow_links_ = false;
  bool follow_argument_links_ = false;
  std::unique_ptr<FindExpression> expression_;
};

}  // namespace

constexpr CommandInfo kFind{
    "find", "<path> ... <expression> ...",
    "Finds files and directories below paths, or below the user's home directory, and does with "
    "them "
    "what the expression says; -print when it says nothing.\n"
    "-name pattern  Chooses those whose name matches; * ? [..] {..} are wildcards.\n"
    "-iname pattern  The same, whatever the case.\n"
    "-print  Shows the path on a line of its own.\n"
    "-print0  Shows it with a zero byte behind it.\n"
    "expression -a expression  Both, the second only if the first holds; also -and, or nothing at "
    "all between them.",
    &make_command<Find>};

}  // namespace mammoth::cli
