#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/xattr_text.h"

namespace mammoth::cli {

namespace {

class Setfattr final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    name_ = TRY(pop_option_with_argument("-n", arguments));
    if (const auto value = TRY(pop_option_with_argument("-v", arguments)))
      value_ = TRY(decode_xattr(*value));
    removed_ = TRY(pop_option_with_argument("-x", arguments));
    if (name_ && removed_)
      return bad_arguments("Can not specify both '-n name' and '-x name' option.");
    if (!name_ && !removed_) return bad_arguments("Must specify '-n name' or '-x name' option.");
    if (arguments.empty()) return bad_arguments("<path> is missing.");
    if (arguments.size() > 1) return bad_arguments("Too many arguments.");
    return {};
  }

  Result<void> process_path(PathData& item) override {
    if (removed_) return item.file_system->remove_xattr(item.path, *removed_);
    return item.file_system->set_xattr(item.path, {*name_, value_}, {});
  }

 private:
  std::optional<std::string> name_;
  std::optional<std::string> removed_;
  std::string value_;
};

}  // namespace

constexpr CommandInfo kSetfattr{
    "setfattr", "{-n name [-v value] | -x name} <path>",
    "Sets or removes an extended attribute of a file or directory.\n"
    "-n name  Its name, which begins with its namespace: user.a.\n"
    "-v value  A text, perhaps in quotes; hexadecimal digits after 0x; base64 after 0s.\n"
    "-x name  Removes it.",
    &make_command<Setfattr>};

}  // namespace mammoth::cli
