#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

std::string snapshot_path(const std::string& path, const std::string& name) {
  return (path.ends_with('/') ? path : path + "/") + ".snapshot/" + name;
}

}  // namespace

Applied<> Namesystem::allow_snapshot(const Caller& caller, const std::string& path) {
  return change<void>(caller, {.command = "allowSnapshot", .source = path},
                      [&](Operation& op) -> Result<void> {
                        if (policy_.enabled) TRY(op.checker.check_superuser("allowSnapshot"));
                        TRY(refuse_in_safe_mode("Cannot allow snapshot for " + path));
                        TRY(tree_.allow_snapshot(path, op.transaction));
                        commit(op);
                        return {};
                      });
}

Applied<> Namesystem::disallow_snapshot(const Caller& caller, const std::string& path) {
  return change<void>(caller, {.command = "disallowSnapshot", .source = path},
                      [&](Operation& op) -> Result<void> {
                        if (policy_.enabled) TRY(op.checker.check_superuser("disallowSnapshot"));
                        TRY(refuse_in_safe_mode("Cannot disallow snapshot for " + path));
                        TRY(tree_.disallow_snapshot(path, op.transaction));
                        commit(op);
                        return {};
                      });
}

Applied<std::string> Namesystem::create_snapshot(const Caller& caller, const std::string& path,
                                                 const std::string& name) {
  return change<std::string>(
      caller, {.command = "createSnapshot", .source = path},
      [&](Operation& op) -> Result<std::string> {
        TRY(refuse_in_safe_mode("Cannot create snapshot for " + path));
        std::string made = TRY(tree_.create_snapshot(op.checker, path, name, op.transaction));
        commit(op);
        note_status_of(op, path);
        return made;
      });
}

Applied<> Namesystem::delete_snapshot(const Caller& caller, const std::string& path,
                                      const std::string& name) {
  const std::string snapshot = snapshot_path(path, name);
  return change<void>(caller, {.command = "deleteSnapshot", .source = snapshot},
                      [&](Operation& op) -> Result<void> {
                        TRY(refuse_in_safe_mode("Cannot delete snapshot for " + path));
                        TRY(tree_.delete_snapshot(op.checker, path, name, op.transaction));
                        commit(op);
                        orphans_ = true;
                        return {};
                      });
}

Applied<> Namesystem::rename_snapshot(const Caller& caller, const std::string& path,
                                      const std::string& name, const std::string& new_name) {
  const std::string from = snapshot_path(path, name);
  const std::string to = snapshot_path(path, new_name);
  return change<void>(
      caller, {.command = "renameSnapshot", .source = from, .destination = to},
      [&](Operation& op) -> Result<void> {
        TRY(refuse_in_safe_mode("Cannot rename snapshot for " + path));
        TRY(tree_.rename_snapshot(op.checker, path, name, new_name, op.transaction));
        commit(op);
        return {};
      });
}

Result<std::optional<std::vector<SnapshottableStatus>>> Namesystem::list_snapshottable(
    const Caller& caller) const {
  return read(caller, {.command = "listSnapshottableDirectory"},
              [&](Operation& op) -> Result<std::optional<std::vector<SnapshottableStatus>>> {
                if (snapshots_.directories().empty()) return std::nullopt;
                return std::optional(tree_.list_snapshottable(op.checker));
              });
}

Result<std::vector<SnapshotStatus>> Namesystem::list_snapshots(const Caller& caller,
                                                               const std::string& path) const {
  return read(caller, {.command = "ListSnapshot", .source = path},
              [&](Operation& op) { return tree_.list_snapshots(op.checker, path); });
}

SnapshotSurvey Namesystem::survey_snapshots() const {
  const std::shared_lock lock(mutex_);
  Caller self;
  self.user = options_.superuser;
  const Operation op = begin(self, {});
  SnapshotSurvey survey{tree_.list_snapshottable(op.checker), {}};
  for (const SnapshottableStatus& directory : survey.directories) {
    const std::string parent = directory.parent_path == "/" ? "" : directory.parent_path;
    auto snapshots = tree_.list_snapshots(op.checker, parent + "/" + directory.status.name);
    if (!snapshots) continue;
    for (SnapshotStatus& snapshot : *snapshots) survey.snapshots.push_back(std::move(snapshot));
  }
  return survey;
}

Result<SnapshotDiff> Namesystem::diff_snapshots(const Caller& caller, const std::string& path,
                                                const std::string& from,
                                                const std::string& to) const {
  const std::string from_path = from.empty() ? path : snapshot_path(path, from);
  const std::string to_path = to.empty() ? path : snapshot_path(path, to);
  return read(caller,
              {.command = "computeSnapshotDiff", .source = from_path, .destination = to_path},
              [&](Operation& op) { return tree_.diff_snapshots(op.checker, path, from, to); });
}

}  // namespace mammoth::namenode
