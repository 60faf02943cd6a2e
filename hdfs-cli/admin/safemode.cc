#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

constexpr std::int64_t kPollIntervalMs = 5000;

std::optional<hdfs::SafeModeAction> parse_action(const std::string& text) {
  const std::string name = lower_case(text);
  if (name == "leave") return hdfs::SafeModeAction::kLeave;
  if (name == "enter") return hdfs::SafeModeAction::kEnter;
  if (name == "get" || name == "wait") return hdfs::SafeModeAction::kGet;
  if (name == "forceexit") return hdfs::SafeModeAction::kForceExit;
  return std::nullopt;
}

Result<int> safemode(Environment& environment, Arguments arguments) {
  const auto action = parse_action(arguments[0]);
  if (!action) {
    // Not a failure, as in Hadoop.
    environment.err.write("Usage: hdfs dfsadmin [" + std::string(kSafemode.short_usage) + "]\n");
    return 0;
  }
  const auto admin = TRY(open_default_admin(environment));
  bool is_on = TRY(admin->safe_mode(*action));
  while (is_on && lower_case(arguments[0]) == "wait" && environment.sleep(kPollIntervalMs))
    is_on = TRY(admin->safe_mode(hdfs::SafeModeAction::kGet));
  environment.out.line(is_on ? "Safe mode is ON" : "Safe mode is OFF");
  return 0;
}

}  // namespace

constexpr AdminCommand kSafemode{
    "safemode",
    "-safemode <enter | leave | get | wait | forceExit>",
    "Safe mode: the NameNode changes nothing. It is in it when it starts, until enough blocks are "
    "reported, or when told so. get shows whether it is, wait comes back when it no longer is, "
    "forceExit leaves it even if blocks from the future are deleted thereby.",
    1,
    1,
    &safemode,
    "-safemode enter | leave | get | wait | forceExit"};

}  // namespace mammoth::cli
