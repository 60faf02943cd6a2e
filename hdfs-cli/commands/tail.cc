#include <algorithm>

#include "hdfs-cli/commands/cat.h"
#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

constexpr std::uint64_t kShownBytes = 1024;
constexpr std::int64_t kFollowIntervalMs = 5000;

class Tail final : public Cat {
 public:
  using Cat::Cat;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, 1, {"f"});
    format.with_value("s");
    TRY(format.parse(arguments));
    follow_ = format.has("f");
    const std::string interval = format.value("s").value_or("");
    if (follow_ && !interval.empty()) {
      const std::int64_t ms = TRY(parse_long(interval));
      if (ms > 0) interval_ms_ = ms;
    }
    return {};
  }

  Result<std::vector<PathData>> expand_argument(const std::string& argument) override {
    return std::vector<PathData>{TRY(look_up(file_systems(), argument))};
  }

  Result<void> process_path(PathData& item) override {
    if (item.is_directory()) return is_a_directory(item.text);
    TRY(item.refresh());
    const std::uint64_t length = item.status->length_bytes;
    std::uint64_t offset = TRY(show_from(item, length - std::min(length, kShownBytes)));
    while (follow_ && environment().sleep(interval_ms_)) {
      TRY(item.refresh());
      offset = TRY(show_from(item, offset));
    }
    return {};
  }

 private:
  // Shows what is behind `offset` and answers where it ended. A file that has become shorter is
  // followed from its new end on.
  Result<std::uint64_t> show_from(const PathData& item, std::uint64_t offset) {
    if (offset > item.status->length_bytes) return item.status->length_bytes;
    formats::FileSource source(TRY(item.file_system->open(item.path)));
    TRY(source.reader().seek(offset));
    TRY(show(source));
    out().flush();
    return source.reader().position();
  }

  bool follow_ = false;
  std::int64_t interval_ms_ = kFollowIntervalMs;
};

}  // namespace

constexpr CommandInfo kTail{"tail", "[-f] [-s <sleep interval>] <file>",
                            "Shows the last 1024 bytes of a file.\n"
                            "-f  Goes on with what is appended, until it is stopped.\n"
                            "-s <sleep interval>  With -f, milliseconds between two looks (5000).",
                            &make_command<Tail>};

}  // namespace mammoth::cli
