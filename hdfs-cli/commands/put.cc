#include "hdfs-cli/commands/put.h"

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

Result<void> Put::parse_options(Arguments& arguments) {
  CommandFormat format(1, kAnyNumber, {"f", "p", "l", "d"});
  format.with_value("t").with_value("q");
  TRY(format.parse(arguments));
  TRY(set_threads(format));
  options().overwrite = format.has("f");
  options().preserve_times = options().preserve_owner = options().preserve_permission =
      format.has("p");
  options().lazy_persist = format.has("l");
  options().direct = format.has("d");
  set_recursive(true);
  return take_remote_destination(arguments);
}

Result<std::vector<PathData>> Put::expand_argument(const std::string& argument) {
  return std::vector<PathData>{TRY(look_up_local(file_systems(), argument))};
}

Result<void> Put::process_arguments(std::vector<PathData>& items) {
  if (items.size() != 1 || items[0].text != "-") return CopyCommand::process_arguments(items);
  const PathData target = TRY(target_of(items[0]));
  return write_target([&](std::span<std::byte> buffer) { return environment().in.read(buffer); }, 0,
                      target);
}

constexpr CommandInfo kPut{
    "put",
    "[-f] [-p] [-l] [-d] [-t <thread count>] [-q <thread pool queue size>] <localsrc> ... <dst>",
    "Copies local files and directories to the file system; \"-\" is standard input.\n"
    "-f  Replaces files that are there already.\n"
    "-p  Keeps times, owner, group and permissions.\n"
    "-l  Lets DataNodes write to disk later, with one replica only: a restart may lose the file.\n"
    "-d  Writes under the final name from the start instead of <dst>._COPYING_.\n"
    "-t <thread count>  Copies that many files at a time (1).\n"
    "-q <thread pool queue size>  Files that may wait for a thread (1024).",
    &make_command<Put>};

constexpr CommandInfo kCopyFromLocal{"copyFromLocal", kPut.usage, "The same as -put.",
                                     &make_command<Put>};

}  // namespace mammoth::cli
