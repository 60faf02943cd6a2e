#include <vector>

#include "common/base/bytes.h"
#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

class Getmerge final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(2, kAnyNumber, {"nl", "skip-empty-file"});
    TRY(format.parse(arguments));
    newline_ = format.has("nl");
    skip_empty_ = format.has("skip-empty-file");
    destination_ = TRY(look_up_local(file_systems(), arguments.back()));
    arguments.pop_back();
    if (destination_.is_directory()) return is_a_directory(destination_.text);
    return {};
  }

  // Collects the files first, so that nothing is written when one of them is missing.
  Result<void> process_arguments(std::vector<PathData>& items) override {
    TRY(Command::process_arguments(items));
    if (exit_code() != 0) return {};
    const auto writer = TRY(destination_.file_system->create(destination_.path, {}));
    for (const PathData& source : sources_) TRY(append(source, *writer));
    return writer->close();
  }

  Result<void> process_nonexistent_path(PathData& item) override {
    set_exit_code(1);
    return Command::process_nonexistent_path(item);
  }

  // Files, and those directly inside directories.
  Result<void> process_path(PathData& item) override {
    if (!item.is_directory())
      sources_.push_back(item);
    else if (depth() == 0)
      return recurse_path(item);
    return {};
  }

  bool is_sorted() const override { return true; }

 private:
  Result<void> append(const PathData& source, hdfs::FileWriter& writer) const {
    const bool is_empty = source.status->length_bytes == 0;
    if (!is_empty) {
      const auto reader = TRY(source.file_system->open(source.path));
      std::vector<std::byte> buffer(kCopyBufferBytes);
      while (const std::size_t count = TRY(reader->read(buffer)))
        TRY(writer.write(std::span<const std::byte>(buffer).first(count)));
    }
    if (newline_ && !(is_empty && skip_empty_)) return writer.write(as_byte_view("\n"));
    return {};
  }

  bool newline_ = false;
  bool skip_empty_ = false;
  PathData destination_;
  std::vector<PathData> sources_;
};

}  // namespace

constexpr CommandInfo kGetmerge{"getmerge", "[-nl] [-skip-empty-file] <src> <localdst>",
                                "Writes files, and the files in directories ordered by name, one "
                                "after the other into one local "
                                "file.\n"
                                "-nl  A line end after each.\n"
                                "-skip-empty-file  But not after an empty one.",
                                &make_command<Getmerge>};

}  // namespace mammoth::cli
