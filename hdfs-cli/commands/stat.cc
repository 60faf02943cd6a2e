#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

std::string field(const PathData& item, char letter) {
  const hdfs::FileStatus& status = *item.status;
  switch (letter) {
    case 'a':
      return octal_text(status.permission);
    case 'A':
      return permission_text(status.permission);
    case 'b':
      return std::to_string(status.length_bytes);
    case 'F':
      return item.is_directory() ? "directory" : item.is_file() ? "regular file" : "symlink";
    case 'g':
      return status.group;
    case 'n':
      return item.qualified().name();
    case 'o':
      return std::to_string(status.block_size_bytes);
    case 'r':
      return std::to_string(status.replication);
    case 'u':
      return status.owner;
    case 'x':
      return utc_text(status.access_time_ms);
    case 'X':
      return std::to_string(status.access_time_ms);
    case 'y':
      return utc_text(status.modification_time_ms);
    case 'Y':
      return std::to_string(status.modification_time_ms);
    default:
      return std::string(1, letter);
  }
}

class Stat final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, kAnyNumber, {"R"});
    TRY(format.parse(arguments));
    set_recursive(format.has("R"));
    if (arguments.front().find('%') != std::string::npos) {
      format_ = arguments.front();
      arguments.erase(arguments.begin());
    }
    return format.parse(arguments);
  }

  Result<void> process_path(PathData& item) override {
    std::string line;
    for (std::size_t i = 0; i < format_.size(); ++i) {
      if (format_[i] != '%')
        line.push_back(format_[i]);
      else if (++i < format_.size())
        line += field(item, format_[i]);
    }
    out().line(line);
    return {};
  }

 private:
  std::string format_ = "%y";
};

}  // namespace

constexpr CommandInfo kStat{
    "stat", "[format] <path> ...",
    "Shows what is known of files and directories, by default the time of modification.\n"
    "%a  Permissions in octal.\n"
    "%A  Permissions in letters.\n"
    "%b  Length in bytes.\n"
    "%F  What it is: regular file, directory, symlink.\n"
    "%g  Group.\n"
    "%n  Name.\n"
    "%o  Block size.\n"
    "%r  Replication.\n"
    "%u  Owner.\n"
    "%x, %y  Time of access, of modification, UTC.\n"
    "%X, %Y  The same in milliseconds since 1970.",
    &make_command<Stat>};

}  // namespace mammoth::cli
