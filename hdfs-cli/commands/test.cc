#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

class Test final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, 1, {"e", "d", "f", "s", "z", "w", "r"});
    TRY(format.parse(arguments));
    const auto flags = format.given();
    if (flags.empty()) return bad_arguments("No test flag given");
    if (flags.size() > 1) return bad_arguments("Only one test flag is allowed");
    flag_ = flags.front().front();
    return {};
  }

  Result<void> process_path(PathData& item) override {
    if (!TRY(holds(item))) set_exit_code(1);
    return {};
  }

  Result<void> process_nonexistent_path(PathData&) override {
    set_exit_code(1);
    return {};
  }

 private:
  static constexpr int kRead = 4;
  static constexpr int kWrite = 2;

  Result<bool> holds(const PathData& item) const {
    switch (flag_) {
      case 'd':
        return item.is_directory();
      case 'f':
        return item.is_file();
      case 's':
        return item.status->length_bytes > 0;
      case 'z':
        return item.status->length_bytes == 0;
      case 'w':
        return may(item, kWrite);
      case 'r':
        return may(item, kRead);
      default:
        return true;
    }
  }

  static Result<bool> may(const PathData& item, int mode) {
    const Result<void> allowed = item.file_system->access(item.path, mode);
    if (allowed) return true;
    if (allowed.error().code == ErrorCode::kAccessDenied ||
        allowed.error().code == ErrorCode::kFileNotFound)
      return false;
    return allowed.error();
  }

  char flag_ = 'e';
};

}  // namespace

constexpr CommandInfo kTest{
    "test", "-[defswrz] <path>",
    "Answers a question about a path by the exit code: 0 for yes, 1 for no.\n"
    "-d  Is it a directory?\n"
    "-e  Is it there?\n"
    "-f  Is it a file?\n"
    "-s  Is it longer than nothing?\n"
    "-w  May it be written?\n"
    "-r  May it be read?\n"
    "-z  Is it empty?",
    &make_command<Test>};

}  // namespace mammoth::cli
