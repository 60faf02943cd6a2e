#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/confirm.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/trash.h"

namespace mammoth::cli {

namespace {

// Hadoop: CommonConfigurationKeysPublic.HADOOP_SHELL_SAFELY_DELETE_LIMIT_NUM_FILES.
constexpr std::string_view kSafeDeleteLimit = "hadoop.shell.safely.delete.limit.num.files";
constexpr std::int64_t kSafeDeleteLimitDefault = 100;

class Rm : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, kAnyNumber, {"f", "r", "R", "skipTrash", "safely"});
    TRY(format.parse(arguments));
    ignore_missing_ = format.has("f");
    directories_too_ = format.has("r") || format.has("R");
    skip_trash_ = format.has("skipTrash");
    safely_ = format.has("safely");
    return {};
  }

  Result<std::vector<PathData>> expand_argument(const std::string& argument) override {
    Result<std::vector<PathData>> items = Command::expand_argument(argument);
    if (!items && ignore_missing_ && items.error().code == ErrorCode::kFileNotFound)
      return std::vector<PathData>();
    return items;
  }

  Result<void> process_nonexistent_path(PathData& item) override {
    if (ignore_missing_) return {};
    return Command::process_nonexistent_path(item);
  }

  Result<void> process_path(PathData& item) override {
    if (item.is_directory() && !directories_too_) return is_a_directory(item.text);
    if (!skip_trash_ && TRY(to_trash(item))) return {};
    if (safely_ && !TRY(is_small_or_confirmed(item))) return {};
    if (!TRY(item.file_system->remove(item.path, directories_too_))) return io_error(item.text);
    out().line("Deleted " + item.text);
    return {};
  }

 private:
  Result<bool> to_trash(PathData& item) {
    const Result<bool> moved = move_to_trash(environment(), *item.file_system, item.path);
    if (moved || moved.error().code == ErrorCode::kFileNotFound) return moved;
    Error error = moved.error();
    // A NameNode's refusal brings Java's stack trace, of which Apache's shell shows the first line
    // only and so loses the hint at the end.
    const bool refused_by_namenode =
        item.file_system->scheme() == "hdfs" && error.message.starts_with("Failed to move");
    if (!refused_by_namenode) error.message += ". Consider using -skipTrash option";
    return error;
  }

  Result<bool> is_small_or_confirmed(PathData& item) {
    const auto configured = environment().configuration.find(kSafeDeleteLimit);
    const std::int64_t limit = configured ? TRY(parse_long(*configured)) : kSafeDeleteLimitDefault;
    if (limit <= 0) return true;
    const auto count = TRY(item.file_system->content_summary(item.path)).file_count;
    if (count <= static_cast<std::uint64_t>(limit)) return true;
    if (TRY(confirm(environment(), fmt::format("Proceed deleting {} files?", count)))) return true;
    environment().err.write("Delete aborted at user request.\n\n");
    return false;
  }

  bool ignore_missing_ = false;
  bool directories_too_ = false;
  bool skip_trash_ = false;
  bool safely_ = false;
};

class Rmr final : public Rm {
 public:
  using Rm::Rm;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    arguments.insert(arguments.begin(), "-r");
    return Rm::parse_options(arguments);
  }
};

}  // namespace

constexpr CommandInfo kRm{
    "rm", "[-f] [-r|-R] [-skipTrash] [-safely] <src> ...",
    "Deletes files, by moving them to the trash where there is one.\n"
    "-f  Files that are not there are no error.\n"
    "-r, -R  Directories too, with all that is below.\n"
    "-skipTrash  Deletes at once.\n"
    "-safely  Asks before it deletes a directory with more files than "
    "hadoop.shell.safely.delete.limit.num.files (100); they have to be counted for that.",
    &make_command<Rm>};

constexpr CommandInfo kRmr{"rmr", "", "", &make_command<Rmr>, "-rm -r"};

}  // namespace mammoth::cli
