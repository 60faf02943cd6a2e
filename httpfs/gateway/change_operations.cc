#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs::ops {

namespace {

constexpr std::int64_t kDefaultMode = 0755;

Result<std::string> required(const Call& call, std::string_view name) {
  auto given = call.given.text(name);
  if (!given)
    return own_refusal("java.lang.IllegalArgumentException",
                       "Can not create a Path from a null string");
  return std::move(*given);
}

}  // namespace

Result<void> mkdirs(const Call& call) {
  const auto mode = TRY(call.given.short_number("permission", 8)).value_or(kDefaultMode);
  TRY(call.given.short_number("unmaskedpermission", 8));
  call.answer_boolean(TRY(call.files.mkdirs(call.path, static_cast<std::uint16_t>(mode))));
  return {};
}

Result<void> rename(const Call& call) {
  const std::string target = TRY(required(call, "destination"));
  call.answer_boolean(TRY(call.files.rename(call.path, target)));
  return {};
}

Result<void> remove(const Call& call) {
  const bool recursive = TRY(call.given.boolean("recursive", false));
  auto removed = call.files.remove(call.path, recursive);
  // Apache's client makes a path of the whole message, and puts a quotation mark before it.
  if (!removed && removed.error().code == ErrorCode::kPathIsNotEmptyDirectory)
    return Error{ErrorCode::kPathIsNotEmptyDirectory, "`" + removed.error().message};
  call.answer_boolean(TRY(std::move(removed)));
  return {};
}

Result<void> concat(const Call& call) {
  std::string list = TRY(required(call, "sources"));
  std::vector<std::string> sources;
  while (!list.empty()) {
    sources.push_back(list.substr(0, list.find(',')));
    list.erase(0, sources.back().size() + 1);
  }
  TRY(call.files.concat(call.path, sources));
  call.answer_nothing();
  return {};
}

Result<void> truncate(const Call& call) {
  const auto length = TRY(call.given.number("newlength")).value_or(0);
  if (length < 0)
    return own_refusal("org.apache.hadoop.HadoopIllegalArgumentException",
                       "Cannot truncate to a negative file size: " + std::to_string(length) + ".");
  call.answer_boolean(TRY(call.files.truncate(call.path, static_cast<std::uint64_t>(length))));
  return {};
}

Result<void> set_owner(const Call& call) {
  const auto owner = call.given.text("owner");
  const auto group = call.given.text("group");
  if (!owner && !group)
    return own_refusal("java.io.IOException", "username == null && groupname == null");
  TRY(call.files.set_owner(call.path, owner.value_or(""), group.value_or("")));
  call.answer_nothing();
  return {};
}

Result<void> set_permission(const Call& call) {
  const auto mode = TRY(call.given.short_number("permission", 8)).value_or(kDefaultMode);
  TRY(call.files.set_permission(call.path, static_cast<std::uint16_t>(mode)));
  call.answer_nothing();
  return {};
}

Result<void> set_replication(const Call& call) {
  const auto replication = TRY(call.given.short_number("replication")).value_or(-1);
  call.answer_boolean(
      TRY(call.files.set_replication(call.path, static_cast<std::uint16_t>(replication))));
  return {};
}

Result<void> set_times(const Call& call) {
  const auto modification = TRY(call.given.number("modificationtime")).value_or(-1);
  const auto access = TRY(call.given.number("accesstime")).value_or(-1);
  TRY(call.files.set_times(call.path, {.modification_ms = modification, .access_ms = access}));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::httpfs::ops
