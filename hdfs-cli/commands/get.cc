#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/copy.h"

namespace mammoth::cli {

namespace {

class Get final : public CopyCommand {
 public:
  using CopyCommand::CopyCommand;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, kAnyNumber, {"crc", "ignoreCrc", "p", "f"});
    format.with_value("t").with_value("q");
    TRY(format.parse(arguments));
    file_systems().local_checksums().write = format.has("crc");
    file_systems().local_checksums().verify = !format.has("ignoreCrc");
    options().preserve_times = options().preserve_owner = options().preserve_permission =
        format.has("p");
    options().overwrite = format.has("f");
    TRY(set_threads(format));
    set_recursive(true);
    return take_local_destination(arguments);
  }
};

}  // namespace

constexpr CommandInfo kGet{
    "get",
    "[-f] [-p] [-crc] [-ignoreCrc] [-t <thread count>] [-q <thread pool queue size>] <src> ... "
    "<localdst>",
    "Copies files and directories to the local file system.\n"
    "-p  Keeps times, owner, group and permissions.\n"
    "-f  Replaces files that are there already.\n"
    "-crc  Writes checksums beside the local files, .name.crc.\n"
    "-ignoreCrc  Does not verify checksums.\n"
    "-t <thread count>  Copies that many files at a time (1).\n"
    "-q <thread pool queue size>  Files that may wait for a thread (1024).",
    &make_command<Get>};

constexpr CommandInfo kCopyToLocal{"copyToLocal", kGet.usage, "The same as -get.",
                                   &make_command<Get>};

}  // namespace mammoth::cli
