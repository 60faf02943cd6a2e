#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/mode.h"

namespace mammoth::cli {

namespace {

class Chmod final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(2, kAnyNumber, {"R"});
    TRY(format.keep_unknown().parse(arguments));
    set_recursive(format.has("R"));
    const std::string text = arguments.front();
    arguments.erase(arguments.begin());
    const auto mode = Mode::parse(text);
    if (!mode)
      return bad_arguments(
          fmt::format("chmod : mode '{}' does not match the expected pattern.", text));
    mode_ = *mode;
    return {};
  }

  Result<void> process_path(PathData& item) override {
    const std::uint16_t old = item.status->permission;
    const std::uint16_t changed = mode_.apply(old, item.is_directory());
    if (changed == old) return {};
    Result<void> set = item.file_system->set_permission(item.path, changed);
    if (set || ends_command(set.error())) return set;
    return Error{ErrorCode::kIo,
                 fmt::format("changing permissions of '{}': {}", item.text, set.error().message)};
  }

 private:
  Mode mode_;
};

}  // namespace

constexpr CommandInfo kChmod{"chmod", "[-R] <MODE[,MODE]... | OCTALMODE> PATH...",
                             "Changes the permissions of files and directories. A mode is three or "
                             "four octal digits, the first "
                             "of four being 1 or 0 for the sticky bit; or letters like "
                             "a+r,g-w,+rwx,o=r, of r, w, x, X and t. "
                             "Without any of ugoa all are meant, and no umask counts.\n"
                             "-R  Also all that is below.",
                             &make_command<Chmod>};

}  // namespace mammoth::cli
