#include "common/config/keys.h"
#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/trash.h"

namespace mammoth::cli {

namespace {

class Expunge final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(0, 2, {"immediate"});
    format.with_value("fs");
    TRY(format.parse(arguments));
    immediate_ = format.has("immediate");
    const std::string uri = format.value("fs").value_or("");
    if (!uri.empty()) environment().configuration.set(keys::kFsDefaultFs.name, uri);
    return {};
  }

  Result<void> process_arguments(std::vector<PathData>&) override {
    const auto file_system = TRY(file_systems().default_one());
    return expunge_trash(environment(), *file_system, immediate_);
  }

 private:
  bool immediate_ = false;
};

}  // namespace

constexpr CommandInfo kExpunge{"expunge", "[-immediate] [-fs <path>]",
                               "Deletes what is in the trash for longer than fs.trash.interval, "
                               "and closes the current trash so "
                               "that its time begins.\n"
                               "-immediate  Deletes everything in the trash.\n"
                               "-fs <path>  The trash of that file system.",
                               &make_command<Expunge>};

}  // namespace mammoth::cli
