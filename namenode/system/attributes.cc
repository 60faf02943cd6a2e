// Owner, mode, times and replication.
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

std::optional<std::string_view> view(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return std::string_view(*text);
}

}  // namespace

Applied<> Namesystem::set_permission(const Caller& caller, const std::string& path, Mode mode) {
  return change<void>(
      caller, {.command = "setPermission", .source = path}, [&](Operation& op) -> Result<void> {
        TRY(refuse_in_safe_mode("Cannot set permission for " + path));
        TRY(tree_.set_permission(op.checker, path, mode, op.transaction));
        note_metadata(op, path, {.metadata = MetadataKind::kPermission, .mode = mode});
        commit(op);
        note_status_of(op, path);
        return {};
      });
}

Applied<> Namesystem::set_owner(const Caller& caller, const std::string& path,
                                const std::optional<std::string>& owner,
                                const std::optional<std::string>& group) {
  return change<void>(
      caller, {.command = "setOwner", .source = path}, [&](Operation& op) -> Result<void> {
        TRY(refuse_in_safe_mode("Cannot set owner for " + path));
        TRY(tree_.set_owner(op.checker, path, view(owner), view(group), op.transaction));
        note_metadata(op, path,
                      {.metadata = MetadataKind::kOwner,
                       .owner = owner.value_or(std::string()),
                       .group = group.value_or(std::string())});
        commit(op);
        note_status_of(op, path);
        return {};
      });
}

Applied<> Namesystem::set_times(const Caller& caller, const std::string& path,
                                std::int64_t modification_ms, std::int64_t access_ms) {
  return change<void>(
      caller, {.command = "setTimes", .source = path}, [&](Operation& op) -> Result<void> {
        TRY(refuse_in_safe_mode("Cannot set times " + path));
        TRY(tree_.set_times(op.checker, path, modification_ms, access_ms, op.transaction));
        note_metadata(op, path,
                      {.metadata = MetadataKind::kTimes,
                       .time_ms = modification_ms,
                       .access_time_ms = access_ms});
        commit(op);
        note_status_of(op, path);
        return {};
      });
}

Applied<bool> Namesystem::set_replication(const Caller& caller, const std::string& path,
                                          std::uint32_t replication) {
  return change<bool>(
      caller, {.command = "setReplication", .source = path}, [&](Operation& op) -> Result<bool> {
        TRY(refuse_in_safe_mode("Cannot set replication for " + path));
        TRY(blocks_.check_replication(path, replication, {}));
        const auto changed = TRY(tree_.set_replication(
            op.checker, path, static_cast<std::uint16_t>(replication), op.transaction));
        op.audit.done = changed.has_value();
        if (!changed) return false;
        note_metadata(op, path,
                      {.metadata = MetadataKind::kReplication, .replication = replication});
        commit(op);
        blocks_.set_replication(block_ids(changed->file->blocks),
                                static_cast<std::uint16_t>(replication));
        return true;
      });
}

}  // namespace mammoth::namenode
