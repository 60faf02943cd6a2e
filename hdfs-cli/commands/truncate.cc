#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

constexpr std::int64_t kTruncatePollMs = 1000;

class Truncate final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(2, kAnyNumber, {"w"});
    TRY(format.parse(arguments));
    wait_ = format.has("w");
    const Result<std::int64_t> length = parse_long(arguments.front());
    if (!length) {
      display_warning("Illegal length, a non-negative integer expected");
      return length.error();
    }
    if (*length < 0) return bad_arguments("length must be >= 0");
    length_bytes_ = static_cast<std::uint64_t>(*length);
    arguments.erase(arguments.begin());
    return {};
  }

  Result<void> process_arguments(std::vector<PathData>& items) override {
    TRY(Command::process_arguments(items));
    for (PathData& item : waiting_) TRY(wait_for(item));
    return {};
  }

  Result<void> process_path(PathData& item) override {
    if (item.is_directory()) return is_a_directory(item.text);
    if (const std::uint64_t current = item.status->length_bytes; length_bytes_ > current)
      return bad_arguments(
          fmt::format("Cannot truncate to a larger file size. Current size: {}, truncate size: {}.",
                      current, length_bytes_));
    if (TRY(item.file_system->truncate(item.path, length_bytes_)))
      out().line(fmt::format("Truncated {} to length: {}", item.text, length_bytes_));
    else if (wait_)
      waiting_.push_back(item);
    else
      out().line(
          fmt::format("Truncating {} to length: {}. Wait for block recovery to complete before "
                      "further updating this file.",
                      item.text, length_bytes_));
    return {};
  }

 private:
  Result<void> wait_for(PathData& item) {
    out().line(fmt::format("Waiting for {} ...", item.text));
    out().flush();
    for (;;) {
      TRY(item.refresh());
      if (item.status->length_bytes == length_bytes_) break;
      if (!environment().sleep(kTruncatePollMs)) return {};
    }
    out().line(fmt::format("Truncated {} to length: {}", item.text, length_bytes_));
    return {};
  }

  bool wait_ = false;
  std::uint64_t length_bytes_ = 0;
  std::vector<PathData> waiting_;
};

}  // namespace

constexpr CommandInfo kTruncate{"truncate", "[-w] <length> <path> ...",
                                "Cuts files off at a length in bytes. Where that is inside a block "
                                "its replicas are cut a little "
                                "later, and until then the file cannot be written.\n"
                                "-w  Waits for that.",
                                &make_command<Truncate>};

}  // namespace mammoth::cli
