#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

class Mkdir final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, kAnyNumber, {"p"});
    TRY(format.parse(arguments));
    create_parents_ = format.has("p");
    return {};
  }

  Result<void> process_path(PathData& item) override {
    if (!item.is_directory()) return is_not_a_directory(item.text);
    if (!create_parents_) return file_exists(item.text);
    return {};
  }

  Result<void> process_nonexistent_path(PathData& item) override {
    if (!create_parents_) {
      const Path parent = *item.qualified().parent();
      if (!TRY(exists(*item.file_system, parent.path()))) return not_found(parent.to_string());
    }
    if (!TRY(item.file_system->mkdirs(item.path, 0777))) return io_error(item.text);
    return {};
  }

 private:
  bool create_parents_ = false;
};

}  // namespace

constexpr CommandInfo kMkdir{
    "mkdir", "[-p] <path> ...",
    "Makes directories.\n"
    "-p  Also the directories above; one that is there already is no error.",
    &make_command<Mkdir>};

}  // namespace mammoth::cli
