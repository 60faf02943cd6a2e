#include <fmt/format.h>

#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

// Hadoop's keys and their defaults; an image is old enough when it has missed that many periods.
constexpr std::int64_t kPeriodSeconds = 3600;    // dfs.namenode.checkpoint.period
constexpr std::int64_t kTransactions = 1000000;  // dfs.namenode.checkpoint.txns
constexpr std::int64_t kPeriods = 3;  // dfs.namenode.missing.checkpoint.periods.before.shutdown

Result<std::int64_t> configured(const Environment& environment, std::string_view key,
                                std::int64_t otherwise) {
  const auto text = environment.configuration.find(key);
  return text ? parse_long(text->ends_with('s') ? text->substr(0, text->size() - 1) : *text)
              : otherwise;
}

Result<int> save_namespace(Environment& environment, Arguments arguments) {
  std::int64_t window_seconds = 0;
  std::int64_t transactions = 0;
  if (!arguments.empty() && arguments[0] == "-beforeShutdown") {
    const std::int64_t periods = TRY(configured(
        environment, "dfs.namenode.missing.checkpoint.periods.before.shutdown", kPeriods));
    window_seconds =
        periods * TRY(configured(environment, "dfs.namenode.checkpoint.period", kPeriodSeconds));
    transactions =
        periods * TRY(configured(environment, "dfs.namenode.checkpoint.txns", kTransactions));
    environment.out.line(
        fmt::format("Do checkpoint if necessary before stopping namenode. The time "
                    "window is {} seconds, and the transaction gap is {}",
                    window_seconds, transactions));
  }
  const auto admin = TRY(open_default_admin(environment));
  const bool saved = TRY(admin->save_namespace(static_cast<std::uint64_t>(window_seconds),
                                               static_cast<std::uint64_t>(transactions)));
  environment.out.line(saved ? "Save namespace successful" : "No extra checkpoint has been made");
  return 0;
}

}  // namespace

constexpr AdminCommand kSaveNamespace{"saveNamespace",
                                      "-saveNamespace [-beforeShutdown]",
                                      "Writes an image of the namespace, in safe mode only. With "
                                      "-beforeShutdown only if the last one is "
                                      "old.",
                                      0,
                                      1,
                                      &save_namespace};

}  // namespace mammoth::cli
