#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

class Rmdir final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, kAnyNumber, {"-ignore-fail-on-non-empty"});
    TRY(format.parse(arguments));
    ignore_not_empty_ = format.has("-ignore-fail-on-non-empty");
    return {};
  }

  Result<void> process_path(PathData& item) override {
    if (!item.is_directory()) return is_not_a_directory(item.text);
    bool empty = true;
    TRY(item.file_system->list(item.path, [&](const hdfs::FileStatus&) { return empty = false; }));
    if (empty) {
      if (!TRY(item.file_system->remove(item.path, false))) return io_error(item.text);
    } else if (!ignore_not_empty_) {
      return path_error(item.text, "Directory is not empty");
    }
    return {};
  }

 private:
  bool ignore_not_empty_ = false;
};

}  // namespace

constexpr CommandInfo kRmdir{
    "rmdir", "[--ignore-fail-on-non-empty] <dir> ...",
    "Deletes empty directories.\n"
    "--ignore-fail-on-non-empty  Leaves others as they are without an error.",
    &make_command<Rmdir>};

}  // namespace mammoth::cli
