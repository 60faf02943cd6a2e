#include <vector>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/copy.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

class AppendToFile final : public CopyCommand {
 public:
  using CopyCommand::CopyCommand;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    if (arguments.size() < 2) return Error{ErrorCode::kIo, "missing destination argument"};
    CommandFormat format(2, kAnyNumber, {"n"});
    TRY(format.parse(arguments));
    if (format.has("n"))
      return Error{ErrorCode::kUnsupportedOperation, "append with NEW_BLOCK is not supported"};
    return take_remote_destination(arguments);
  }

  Result<std::vector<PathData>> expand_argument(const std::string& argument) override {
    if (argument != "-") return std::vector<PathData>{TRY(look_up_local(file_systems(), argument))};
    read_standard_input_ = true;
    return std::vector<PathData>();
  }

  Result<void> process_arguments(std::vector<PathData>& items) override {
    hdfs::FileSystem& file_system = *destination().file_system;
    const std::string& path = destination().path;
    if (!destination().exists()) {
      hdfs::CreateOptions create;
      create.overwrite = false;
      const auto empty = TRY(file_system.create(path, create));
      TRY(empty->close());
    }
    const auto writer = TRY(file_system.append(path));
    const auto append_all = [&]() -> Result<void> {
      if (read_standard_input_) {
        if (!items.empty())
          return Error{ErrorCode::kIo, "stdin (-) must be the sole input argument when present"};
        return append([&](std::span<std::byte> buffer) { return environment().in.read(buffer); },
                      *writer);
      }
      for (const PathData& item : items) {
        if (!item.exists()) return Error{ErrorCode::kFileNotFound, item.path};
        const auto reader = TRY(item.file_system->open(item.path));
        TRY(append([&](std::span<std::byte> buffer) { return reader->read(buffer); }, *writer));
      }
      return {};
    };
    const Result<void> appended = append_all();
    const Result<void> closed = writer->close();
    return appended ? closed : appended;
  }

 private:
  static Result<void> append(const Source& source, hdfs::FileWriter& writer) {
    std::vector<std::byte> buffer(kCopyBufferBytes);
    while (const std::size_t count = TRY(source(buffer)))
      TRY(writer.write(std::span<const std::byte>(buffer).first(count)));
    return {};
  }

  bool read_standard_input_ = false;
};

}  // namespace

constexpr CommandInfo kAppendToFile{
    "appendToFile", "[-n] <localsrc> ... <dst>",
    "Appends local files, one after the other, to a file that is made if there is none; \"-\" is "
    "standard input.\n"
    "-n  Begins a new block (not supported).",
    &make_command<AppendToFile>};

}  // namespace mammoth::cli
