// -setQuota, -clrQuota, -setSpaceQuota and -clrSpaceQuota.

#include <fmt/format.h>

#include <array>

#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/path_data.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

struct Quotas {
  std::int64_t names = hdfs::kQuotaUnchanged;
  std::int64_t space_bytes = hdfs::kQuotaUnchanged;
  std::string storage_type{};  // set: space_bytes is for that type alone
};

// Sets them for every directory that `patterns` name; a failure does not stop the others.
Result<int> set_all(Environment& environment, std::string_view command, const Arguments& patterns,
                    Quotas quotas) {
  const auto admin = TRY(open_default_admin(environment));
  FileSystems file_systems(environment);
  int code = 0;
  const auto set_one = [&](const std::string& pattern) -> Result<void> {
    for (const PathData& item : TRY(expand(file_systems, pattern)))
      TRY(quotas.storage_type.empty()
              ? admin->set_quota(item.path, quotas.names, quotas.space_bytes)
              : admin->set_quota_by_storage_type(item.path, quotas.storage_type,
                                                 quotas.space_bytes));
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

// In the order of Hadoop's messages.
constexpr std::array<std::string_view, 6> kQuotaStorageTypes{"RAM_DISK", "SSD",      "DISK",
                                                             "ARCHIVE",  "PROVIDED", "NVDIMM"};

std::string upper_case_text(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// In capitals, or nothing.
std::string known_storage_type(const std::string& text) {
  for (const std::string_view type : kQuotaStorageTypes)
    if (lower_case(type) == lower_case(text)) return std::string(type);
  return {};
}

Result<std::int64_t> take_quota(Arguments& arguments) {
  CommandFormat format(2, kAnyNumber);
  TRY(format.parse(arguments));
  const std::int64_t quota = TRY(parse_binary_prefix(arguments.front()));
  arguments.erase(arguments.begin());
  return quota;
}

Result<std::int64_t> take_space_quota(Arguments& arguments) {
  const std::string text = arguments.empty() ? "" : arguments.front();
  auto quota = take_quota(arguments);
  if (!quota && quota.error().message.starts_with("For input string"))
    return bad_arguments(fmt::format("\"{}\" is not a valid value for a quota.", text));
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

Result<void> check_space(const Quotas& quotas) {
  if (quotas.storage_type.empty())
    return quotas.space_bytes < 0 && quotas.space_bytes != hdfs::kQuotaReset
               ? Result<void>(invalid(quotas))
               : Result<void>();
  if (quotas.space_bytes <= 0 && quotas.space_bytes != hdfs::kQuotaReset)
    return bad_arguments(fmt::format("Invalid values for quota :{}", quotas.space_bytes));
  if (quotas.storage_type == "RAM_DISK")
    return bad_arguments("Don't support Quota for storage type : RAM_DISK");
  return {};
}

Result<int> set_space_quota(Environment& environment, Arguments arguments) {
  Quotas quotas{.space_bytes = TRY(take_space_quota(arguments))};
  if (const auto type = TRY(pop_option_with_argument("-storageType", arguments))) {
    quotas.storage_type = known_storage_type(*type);
    if (quotas.storage_type.empty())
      return bad_arguments(
          fmt::format("Storage type {} is not available. Available storage types are [SSD, DISK, "
                      "ARCHIVE, PROVIDED, NVDIMM]",
                      *type));
  }
  TRY(check_space(quotas));
  return set_all(environment, "setSpaceQuota", arguments, quotas);
}

Result<int> clear_space_quota(Environment& environment, Arguments arguments) {
  CommandFormat format(1, kAnyNumber);
  format.with_value("storageType");
  TRY(format.parse(arguments));
  Quotas quotas{.space_bytes = hdfs::kQuotaReset};
  if (const auto type = format.value("storageType")) {
    quotas.storage_type = known_storage_type(*type);
    if (quotas.storage_type.empty())
      return bad_arguments("No enum constant org.apache.hadoop.fs.StorageType." +
                           upper_case_text(*type));
    TRY(check_space(quotas));
  }
  return set_all(environment, "clrSpaceQuota", arguments, quotas);
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
    "k, m, g, t, p, e; with -storageType, those on one kind of storage: SSD, DISK, ARCHIVE, "
    "PROVIDED or NVDIMM.",
    0,
    kAnyNumber,
    &set_space_quota};

constexpr AdminCommand kClrSpaceQuota{
    "clrSpaceQuota",
    "-clrSpaceQuota [-storageType <storagetype>] <dirname>...<dirname>",
    "Takes that limit away.",
    0,
    kAnyNumber,
    &clear_space_quota};

}  // namespace mammoth::cli
