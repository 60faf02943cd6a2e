#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

class Du : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(0, kAnyNumber, {"h", "s", "v", "x"});
    TRY(format.parse(arguments));
    human_ = format.has("h");
    summary_ = format.has("s");
    exclude_snapshots_ = format.has("x");
    if (format.has("v"))
      table_.set_header({"SIZE", "DISK_SPACE_CONSUMED_WITH_ALL_REPLICAS", "FULL_PATH_NAME"});
    if (arguments.empty()) arguments.emplace_back(".");
    return {};
  }

  Result<void> process_arguments(std::vector<PathData>& items) override {
    TRY(Command::process_arguments(items));
    if (!table_.empty()) out().write(table_.to_string());
    return {};
  }

  Result<void> process_path_argument(PathData& item) override {
    if (!summary_ && item.is_directory()) return recurse_path(item);
    return Command::process_path_argument(item);
  }

  Result<void> process_path(PathData& item) override {
    const hdfs::ContentSummary summary = TRY(item.file_system->content_summary(item.path));
    const std::uint64_t hidden = exclude_snapshots_ ? 1 : 0;
    const auto size = [&](std::uint64_t all, std::uint64_t in_snapshots) {
      return size_text(static_cast<std::int64_t>(all - hidden * in_snapshots), human_);
    };
    table_.add_row({size(summary.length_bytes, summary.snapshot_length_bytes),
                    size(summary.space_consumed_bytes, summary.snapshot_space_consumed_bytes),
                    item.text});
    return {};
  }

 private:
  bool human_ = false;
  bool summary_ = false;
  bool exclude_snapshots_ = false;
  Table table_{3};
};

class Dus final : public Du {
 public:
  using Du::Du;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    arguments.insert(arguments.begin(), "-s");
    return Du::parse_options(arguments);
  }
};

}  // namespace

constexpr CommandInfo kDu{
    "du", "[-s] [-h] [-v] [-x] <path> ...",
    "Shows how long files are, how much space all their replicas take, and their paths. For a "
    "directory its entries are shown, each with all that is below it.\n"
    "-s  One sum for each path.\n"
    "-h  Sizes with K, M, G … instead of bytes.\n"
    "-v  A line of titles.\n"
    "-x  Without snapshots.",
    &make_command<Du>};

constexpr CommandInfo kDus{"dus", "", "", &make_command<Dus>, "du -s"};

}  // namespace mammoth::cli
