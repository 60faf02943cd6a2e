#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/copy.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

class Cp final : public CopyCommand {
 public:
  using CopyCommand::CopyCommand;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    TRY(take_preserve_option(arguments));
    CommandFormat format(2, kAnyNumber, {"f", "d"});
    format.with_value("t").with_value("q");
    TRY(format.parse(arguments));
    options().direct = format.has("d");
    options().overwrite = format.has("f");
    TRY(set_threads(format));
    set_recursive(true);
    return take_remote_destination(arguments);
  }

 private:
  // The first -p… counts, wherever it stands before "--".
  Result<void> take_preserve_option(Arguments& arguments) {
    for (auto it = arguments.begin(); it != arguments.end() && *it != "--"; ++it) {
      if (!it->starts_with("-p")) continue;
      const std::string attributes = it->size() == 2 ? "top" : it->substr(2);
      arguments.erase(it);
      for (const char attribute : attributes) TRY(preserve(attribute));
      return {};
    }
    return {};
  }

  Result<void> preserve(char attribute) {
    switch (attribute) {
      case 't':
      case 'T':
        options().preserve_times = true;
        return {};
      case 'o':
      case 'O':
        options().preserve_owner = true;
        return {};
      case 'p':
      case 'P':
        options().preserve_permission = true;
        return {};
      case 'a':
      case 'A':
        options().preserve_acl = true;
        return {};
      case 'x':
      case 'X':
        options().preserve_xattrs = true;
        return {};
      default:
        return fatal_error(
            fmt::format("java.util.NoSuchElementException: No attribute for {}", attribute));
    }
  }
};

}  // namespace

constexpr CommandInfo kCp{
    "cp",
    "[-f] [-p | -p[topax]] [-d] [-t <thread count>] [-q <thread pool queue size>] <src> ... <dst>",
    "Copies files and directories within a file system or between two. Several sources need a "
    "directory to go to.\n"
    "-p[topax]  Keeps times, owner and group, permissions, ACL, extended attributes; -p alone "
    "means "
    "-ptop.\n"
    "-f  Replaces files that are there already.\n"
    "-d  Writes under the final name from the start instead of <dst>._COPYING_.\n"
    "-t <thread count>  Copies that many files at a time (1).\n"
    "-q <thread pool queue size>  Files that may wait for a thread (1024).",
    &make_command<Cp>};

}  // namespace mammoth::cli
