#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

class Df final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(0, kAnyNumber, {"h"});
    TRY(format.parse(arguments));
    human_ = format.has("h");
    if (arguments.empty()) arguments.emplace_back("/");
    return {};
  }

  Result<void> process_arguments(std::vector<PathData>& items) override {
    table_.set_header({"Filesystem", "Size", "Used", "Available", "Use%"});
    for (std::size_t column = 1; column < 5; ++column) table_.align_right(column);
    TRY(Command::process_arguments(items));
    if (!table_.empty()) out().write(table_.to_string());
    return {};
  }

  Result<void> process_path(PathData& item) override {
    const hdfs::FileSystemStatus status = TRY(item.file_system->file_system_status(item.path));
    const auto size = [this](std::uint64_t bytes) {
      return size_text(static_cast<std::int64_t>(bytes), human_);
    };
    const double used = static_cast<double>(status.used_bytes);
    table_.add_row({item.file_system->uri(), size(status.capacity_bytes), size(status.used_bytes),
                    size(status.remaining_bytes),
                    percent(used / static_cast<double>(status.capacity_bytes), 0)});
    return {};
  }

 private:
  bool human_ = false;
  Table table_{5};
};

}  // namespace

constexpr CommandInfo kDf{
    "df", "[-h] [<path> ...]",
    "Shows the capacity of file systems, and how much of it is used and free.\n"
    "-h  Sizes with K, M, G … instead of bytes.",
    &make_command<Df>};

}  // namespace mammoth::cli
