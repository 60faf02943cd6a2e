#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

constexpr std::int64_t kSetrepPollIntervalMs = 10'000;

class Setrep final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(2, kAnyNumber, {"R", "w"});
    TRY(format.parse(arguments));
    wait_ = format.has("w");
    set_recursive(true);
    const Result<std::int16_t> replication = parse_short(arguments.front());
    if (!replication) {
      display_warning("Illegal replication, a positive integer expected");
      return replication.error();
    }
    if (*replication < 1) return bad_arguments("replication must be >= 1");
    replication_ = static_cast<std::uint16_t>(*replication);
    arguments.erase(arguments.begin());
    return {};
  }

  Result<void> process_arguments(std::vector<PathData>& items) override {
    TRY(Command::process_arguments(items));
    for (PathData& item : waiting_) TRY(wait_for(item));
    return {};
  }

  Result<void> process_path(PathData& item) override {
    if (item.status->is_symlink) return path_error(item.text, "Symlinks unsupported");
    if (item.is_directory()) return {};
    if (item.status->is_erasure_coded) {
      out().line(fmt::format("Did not set replication for: {}, because it's an erasure coded file.",
                             item.text));
      return {};
    }
    if (!TRY(item.file_system->set_replication(item.path, replication_)))
      return Error{ErrorCode::kIo, "Could not set replication for: " + item.text};
    out().line(fmt::format("Replication {} set: {}", replication_, item.text));
    if (wait_) waiting_.push_back(item);
    return {};
  }

 private:
  Result<void> wait_for(PathData& item) {
    out().write(fmt::format("Waiting for {} ...", item.text));
    bool warned = false;
    for (;;) {
      out().flush();
      TRY(item.refresh());
      const auto blocks =
          TRY(item.file_system->block_locations(item.path, 0, item.status->length_bytes));
      const auto wrong = std::ranges::find_if(blocks, [this](const hdfs::BlockLocation& block) {
        return block.hosts.size() != replication_;
      });
      if (wrong == blocks.end()) break;
      if (!warned && wrong->hosts.size() > replication_) {
        out().line(
            "\nWARNING: the waiting time may be long for DECREASING the number of replications.");
        warned = true;
      }
      out().write(".");
      out().flush();
      if (!environment().sleep(kSetrepPollIntervalMs)) return {};
    }
    out().line(" done");
    return {};
  }

  bool wait_ = false;
  std::uint16_t replication_ = 0;
  std::vector<PathData> waiting_;
};

}  // namespace

constexpr CommandInfo kSetrep{"setrep", "[-R] [-w] <rep> <path> ...",
                              "Sets the replication of files, of directories that of all files "
                              "below. Erasure coded files stay "
                              "as they are.\n"
                              "-w  Waits until every block has that many replicas.\n"
                              "-R  Does nothing; it is allowed for the sake of old scripts.",
                              &make_command<Setrep>};

}  // namespace mammoth::cli
