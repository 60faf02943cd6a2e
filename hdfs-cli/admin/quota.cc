// -setQuota, -clrQuota, -setSpaceQuota and -clrSpaceQuota.

#include <fmt/format.h>

#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/path_data.h"

namespace mammoth::cli {

namespace {

struct Quotas {
  std::int64_t names = hdfs::kQuotaUnchanged;
  std::int64_t space_bytes = hdfs::kQuotaUnchanged;
};

// Sets them for every directory that `patterns` name; a failure does not stop the others.
Result<int> set_all(Environment& environment, std::string_view command, const Arguments& patterns,
                    Quotas quotas) {
  const auto admin = TRY(open_default_admin(environment));
  FileSystems file_systems(environment);
  int code = 0;
  const auto set_one = [&](const std::string& pattern) -> Result<void> {
    for (const PathData& item : TRY(expand(file_systems, pattern)))
      TRY(admin->set_quota(item.path, quotas.names, quotas.space_bytes));
    return {};
  };
  for (const std::string& pattern : patterns) {
    const Result<void> set = set_one(pattern);
    if (set) continue;
    if (ends_command(set.error())) return set.error();
    code = 255;
    const std::string& message = set.error().message;
    environment.err.line(fmt::format("{}: {}", command, message.substr(0, message.find('\n'))));
  }
  return code;
}

Result<void> refuse_storage_type(const Arguments& arguments) {
  for (const std::string& argument : arguments)
    if (argument == "-storageType")
      return Error{ErrorCode::kUnsupportedOperation, "quotas by storage type are not supported"};
  return {};
}

Result<std::int64_t> take_quota(Arguments& arguments) {
  CommandFormat format(2, kAnyNumber);
  TRY(format.parse(arguments));
  const std::int64_t quota = TRY(parse_binary_prefix(arguments.front()));
  arguments.erase(arguments.begin());
  return quota;
}

Error invalid(Quotas quotas) {
  return bad_arguments(
      fmt::format("Invalid values for quota : {} and {}", quotas.names, quotas.space_bytes));
}

Result<int> set_quota(Environment& environment, Arguments arguments) {
  const Quotas quotas{.names = TRY(take_quota(arguments))};
  if (quotas.names <= 0 && quotas.names != hdfs::kQuotaReset) return invalid(quotas);
  return set_all(environment, "setQuota", arguments, quotas);
}

Result<int> clear_quota(Environment& environment, Arguments arguments) {
  CommandFormat format(1, kAnyNumber);
  TRY(format.parse(arguments));
  return set_all(environment, "clrQuota", arguments, {.names = hdfs::kQuotaReset});
}

Result<int> set_space_quota(Environment& environment, Arguments arguments) {
  TRY(refuse_storage_type(arguments));
  const Quotas quotas{.space_bytes = TRY(take_quota(arguments))};
  if (quotas.space_bytes < 0 && quotas.space_bytes != hdfs::kQuotaReset) return invalid(quotas);
  return set_all(environment, "setSpaceQuota", arguments, quotas);
}

Result<int> clear_space_quota(Environment& environment, Arguments arguments) {
  TRY(refuse_storage_type(arguments));
  CommandFormat format(1, kAnyNumber);
  TRY(format.parse(arguments));
  return set_all(environment, "clrSpaceQuota", arguments, {.space_bytes = hdfs::kQuotaReset});
}

}  // namespace

constexpr AdminCommand kSetQuota{
    "setQuota",
    "-setQuota <quota> <dirname>...<dirname>",
    "Limits how many names may be in directories and below, themselves included.",
    0,
    kAnyNumber,
    &set_quota};

constexpr AdminCommand kClrQuota{
    "clrQuota",  "-clrQuota <dirname>...<dirname>", "Takes that limit away.", 0, kAnyNumber,
    &clear_quota};

constexpr AdminCommand kSetSpaceQuota{
    "setSpaceQuota",
    "-setSpaceQuota <quota> [-storageType <storagetype>] <dirname>...<dirname>",
    "Limits how much space all replicas of the files below directories may take, in bytes or with "
    "k, m, "
    "g, t, p, e. -storageType is not supported.",
    0,
    kAnyNumber,
    &set_space_quota};

constexpr AdminCommand kClrSpaceQuota{
    "clrSpaceQuota",
    "-clrSpaceQuota [-storageType <storagetype>] <dirname>...<dirname>",
    "Takes that limit away. -storageType is not supported.",
    0,
    kAnyNumber,
    &clear_space_quota};

}  // namespace mammoth::cli
