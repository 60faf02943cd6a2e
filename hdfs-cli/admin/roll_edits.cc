#include <fmt/format.h>

#include "hdfs-cli/admin/admin_commands.h"

namespace mammoth::cli {

namespace {

Result<int> roll_edits(Environment& environment, Arguments) {
  const auto admin = TRY(open_default_admin(environment));
  const std::uint64_t transaction = TRY(admin->roll_edits());
  environment.out.line("Successfully rolled edit logs.");
  environment.out.line(fmt::format("New segment starts at txid {}", transaction));
  return 0;
}

}  // namespace

constexpr AdminCommand kRollEdits{
    "rollEdits", "-rollEdits", "Begins a new segment of the edit log.", 0, 0, &roll_edits};

}  // namespace mammoth::cli
