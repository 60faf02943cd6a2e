#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

Result<void> create_empty(const PathData& item) {
  const auto writer = TRY(item.file_system->create(item.path, {}));
  return writer->close();
}

Result<void> check_parent(const PathData& item) {
  const std::string parent =
      item.looks_like_a_directory() ? item.path : item.qualified().parent()->path();
  if (!TRY(exists(*item.file_system, parent))) return not_found(item.text, item.uri());
  return {};
}

class Touchz final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    return CommandFormat(1, kAnyNumber).parse(arguments);
  }

  Result<void> process_path(PathData& item) override {
    if (item.is_directory()) return is_a_directory(item.text);
    if (item.status->length_bytes != 0) return path_error(item.text, "Not a zero-length file");
    return create_empty(item);
  }

  Result<void> process_nonexistent_path(PathData& item) override {
    TRY(check_parent(item));
    return create_empty(item);
  }
};

class Touch final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    time_ = TRY(pop_option_with_argument("-t", arguments));
    CommandFormat format(1, kAnyNumber, {"t", "a", "m", "c"});
    TRY(format.parse(arguments));
    modification_only_ = format.has("m") && !format.has("a");
    access_only_ = format.has("a") && !format.has("m");
    do_not_create_ = format.has("c");
    return {};
  }

  Result<void> process_path(PathData& item) override { return set_times(item); }

  Result<void> process_nonexistent_path(PathData& item) override {
    TRY(check_parent(item));
    if (do_not_create_) return {};
    TRY(create_empty(item));
    return time_ ? set_times(item) : Result<void>();
  }

 private:
  Result<void> set_times(const PathData& item) {
    std::int64_t ms = environment().clock.wall_ms();
    if (time_) {
      const Result<std::int64_t> parsed = parse_local_time(*time_, "%Y%m%d:%H%M%S");
      if (!parsed)
        return bad_arguments("Unable to parse the specified timestamp " + *time_ +
                             ". The expected format is yyyyMMdd:HHmmss");
      ms = *parsed;
    }
    return item.file_system->set_times(item.path,
                                       {access_only_ ? -1 : ms, modification_only_ ? -1 : ms});
  }

  std::optional<std::string> time_;
  bool modification_only_ = false;
  bool access_only_ = false;
  bool do_not_create_ = false;
};

}  // namespace

constexpr CommandInfo kTouchz{"touchz", "<path> ...",
                              "Makes empty files. One that is there already gets the current time "
                              "if it is empty, else that is "
                              "an error.",
                              &make_command<Touchz>};

constexpr CommandInfo kTouch{
    "touch", "[-a] [-m] [-t TIMESTAMP (yyyyMMdd:HHmmss) ] [-c] <path> ...",
    "Sets the times of access and modification to now, and makes an empty file where there is "
    "none.\n"
    "-a  Only the time of access.\n"
    "-m  Only the time of modification.\n"
    "-t TIMESTAMP  That local time instead of now, for example 20261231:235900.\n"
    "-c  Does not make files.",
    &make_command<Touch>};

}  // namespace mammoth::cli
