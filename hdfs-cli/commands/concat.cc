#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

class Concat final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> process_arguments(std::vector<PathData>& items) override {
    if (items.empty())
      return Error{ErrorCode::kIo, fmt::format("Target path not specified. {}", info().usage)};
    if (items.size() < 3)
      return Error{ErrorCode::kIo,
                   fmt::format("The number of source paths is less than 2. {}", info().usage)};
    const PathData& target = items.front();
    if (!target.is_file())
      return Error{ErrorCode::kFileNotFound,
                   fmt::format("Target path {} does not exist or is not file.",
                               target.qualified().to_string())};
    std::vector<std::string> sources;
    for (std::size_t i = 1; i < items.size(); ++i) {
      if (!items[i].is_file())
        return Error{ErrorCode::kFileNotFound, fmt::format("{} does not exist or is not file.",
                                                           items[i].qualified().to_string())};
      sources.push_back(items[i].path);
    }
    Result<void> joined = target.file_system->concat(target.path, sources);
    if (!joined && joined.error().code == ErrorCode::kUnsupportedOperation)
      return path_error(
          fmt::format("Dest filesystem '{}' doesn't support concat.", target.file_system->scheme()),
          "Input/output error: " + joined.error().message);
    return joined;
  }
};

}  // namespace

constexpr CommandInfo kConcat{"concat", "<target path> <src path> <src path> ...",
                              "Puts the blocks of the sources behind those of the target; the "
                              "sources are gone then. All have to "
                              "be in one directory.",
                              &make_command<Concat>};

}  // namespace mammoth::cli
