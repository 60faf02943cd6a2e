// Environment: all that a command may touch of the world outside. main() fills it in with the real
// things, tests with fakes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/result.h"
#include "common/config/configuration.h"
#include "common/hdfs/admin.h"
#include "common/hdfs/file_system.h"
#include "hdfs-cli/output.h"

namespace mammoth::cli {

// Everything behind a reference must outlive the Environment.
struct Environment {
  Output& out;
  Output& err;
  Input& in;
  const Clock& clock;
  Configuration configuration{};
  std::string working_directory{};  // absolute, of the local file system
  log::Level log_level = log::Level::kInfo;

  // As hdfs::open_file_system and hdfs::open_admin.
  std::function<Result<std::shared_ptr<hdfs::FileSystem>>(std::string_view uri,
                                                          const Configuration& configuration)>
      open_file_system{};
  std::function<Result<std::unique_ptr<hdfs::Admin>>(std::string_view uri,
                                                     const Configuration& configuration)>
      open_admin{};
  // Waits; false: the user does not want to wait any longer.
  std::function<bool(std::int64_t ms)> sleep{};
};

// A line on standard error in the shape of the Hadoop client's log, if `level` is logged:
// "2026-11-22 18:09:55,089 INFO fs.TrashPolicyDefault: message".
void log_line(const Environment& environment, log::Level level, std::string_view component,
              std::string_view message);

}  // namespace mammoth::cli
