#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/copy.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

// Scheme and host; the port does not count, as in Hadoop.
std::string place_of(const hdfs::FileSystem& file_system) {
  const std::string uri = file_system.uri();
  const std::string_view authority = authority_of(uri);
  return fmt::format("{}://{}", scheme_of(uri), authority.substr(0, authority.rfind(':')));
}

class Mv final : public CopyCommand {
 public:
  using CopyCommand::CopyCommand;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(2, kAnyNumber);
    TRY(format.parse(arguments));
    return take_remote_destination(arguments);
  }

  Result<void> process_pair(PathData& source, PathData& target) override {
    if (place_of(*source.file_system) != place_of(*target.file_system))
      return path_error(source.text, "Does not match target filesystem");
    if (target.exists()) return file_exists(target.text);
    if (!TRY(target.file_system->rename(source.path, target.path))) return io_error(source.text);
    return {};
  }
};

}  // namespace

constexpr CommandInfo kMv{"mv", "<src> ... <dst>",
                          "Renames or moves files and directories within a file system. Several "
                          "sources need a directory to "
                          "go to.",
                          &make_command<Mv>};

}  // namespace mammoth::cli
