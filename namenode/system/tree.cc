// Changes of the tree that no writer is part of.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "namenode/namespace/path.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

Result<void> check_length(std::string_view method, std::string_view path) {
  if (within_path_limits(path)) return {};
  return Error{ErrorCode::kIo,
               fmt::format("{}: Pathname too long.  Limit {} characters, {} levels.", method,
                           kMaxPathLength, kMaxPathDepth)};
}

std::string rename_command(const RenameRequest& request) {
  std::string options;
  if (request.overwrite) options = "OVERWRITE";
  if (request.to_trash) options += options.empty() ? "TO_TRASH" : ", TO_TRASH";
  return "rename (options=[" + (options.empty() ? "NONE" : options) + "])";
}

}  // namespace

Applied<> Namesystem::mkdirs(const Caller& caller, const std::string& path, Mode mode,
                             bool create_parent, std::optional<Mode> unmasked) {
  return change<void>(
      caller, {.command = "mkdirs", .source = path}, [&](Operation& op) -> Result<void> {
        TRY(check_length("mkdirs", path));
        TRY(refuse_in_safe_mode("Cannot create directory " + path));
        const MkdirsRequest request{
            .path = path, .mode = mode, .create_parent = create_parent, .unmasked = unmasked};
        const ResolvedPath made = TRY(tree_.mkdirs(op.checker, request, op.transaction));
        if (!op.transaction.empty()) note_created(op, made);
        commit(op);
        note_status(op, made.last());
        return {};
      });
}

Applied<bool> Namesystem::rename(const Caller& caller, const std::string& source,
                                 const std::string& target) {
  return change<bool>(caller, {.command = "rename", .source = source, .destination = target},
                      [&](Operation& op) -> Result<bool> {
                        TRY(check_length("rename", target));
                        TRY(refuse_in_safe_mode("Cannot rename " + source));
                        op.audit.done =
                            TRY(tree_.rename(op.checker, source, target, op.transaction));
                        if (op.audit.done) {
                          note_renamed(op, source, target);
                          commit(op);
                        }
                        return op.audit.done;
                      });
}

Applied<> Namesystem::rename2(const Caller& caller, const RenameRequest& request) {
  const std::string command = rename_command(request);
  return change<void>(
      caller, {.command = command, .source = request.source, .destination = request.target},
      [&](Operation& op) -> Result<void> {
        TRY(check_length("rename", request.target));
        TRY(refuse_in_safe_mode(fmt::format("Cannot rename {}", request.source)));
        const Removal replaced = TRY(tree_.rename2(op.checker, request, op.transaction));
        note_renamed(op, request.source, request.target);
        commit(op);
        finish_removal(replaced);
        return {};
      });
}

Applied<bool> Namesystem::remove(const Caller& caller, const std::string& path, bool recursive) {
  return change<bool>(
      caller, {.command = "delete", .source = path}, [&](Operation& op) -> Result<bool> {
        TRY(refuse_in_safe_mode("Cannot delete " + path));
        const Removal removal = TRY(tree_.remove(op.checker, path, recursive, op.transaction));
        if (removal.removed)
          note(op, {.kind = EventKind::kUnlink, .path = path, .time_ms = clock_.wall_ms()});
        commit(op);
        finish_removal(removal);
        op.audit.done = removal.removed;
        return removal.removed;
      });
}

Applied<> Namesystem::concat(const Caller& caller, const std::string& target,
                             const std::vector<std::string>& sources) {
  const std::string listed = fmt::format("[{}]", fmt::join(sources, ", "));
  return change<void>(caller, {.command = "concat", .source = listed, .destination = target},
                      [&](Operation& op) -> Result<void> {
                        TRY(refuse_in_safe_mode("Cannot concat " + target));
                        const Concatenation done =
                            TRY(tree_.concat(op.checker, target, sources, op.transaction));
                        note_joined(op, target, sources);
                        commit(op);
                        const std::vector<BlockId> moved = block_ids(done.moved);
                        blocks_.change_owner(moved, done.target->id);
                        blocks_.set_replication(moved, done.replication);
                        note_status(op, done.target);
                        return {};
                      });
}

}  // namespace mammoth::namenode
