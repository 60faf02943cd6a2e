#include "namenode/system/namesystem_core.h"

#include <fmt/format.h>

#include <algorithm>

#include "namenode/namespace/snapshot_keeper.h"

namespace mammoth::namenode {

namespace {

NamespaceOptions namespace_options(const NamesystemOptions& options) {
  return {.max_component_length_bytes = options.max_component_length_bytes,
          .max_directory_items = options.max_directory_items,
          .access_time_precision_ms = options.access_time_precision_ms,
          .protected_directories = {options.protected_directories.begin(),
                                    options.protected_directories.end()},
          .max_xattrs = options.max_xattrs,
          .max_xattr_size_bytes = options.max_xattr_size_bytes,
          .posix_acl_inheritance = options.posix_acl_inheritance,
          .quota_by_storage_type = options.quota_by_storage_type,
          .protect_subdirectories = options.protect_subdirectories,
          .creation_time_ms = options.creation_time_ms,
          .max_snapshots = options.max_snapshots,
          .max_all_snapshots = options.max_all_snapshots,
          .capture_open_files = options.capture_open_files};
}

std::string_view claim_name(LeaseClaim claim) {
  switch (claim) {
    case LeaseClaim::kCreateFile:
      return "CREATE_FILE";
    case LeaseClaim::kAppendFile:
      return "APPEND_FILE";
    case LeaseClaim::kTruncateFile:
      return "TRUNCATE_FILE";
    case LeaseClaim::kRecoverLease:
      return "RECOVER_LEASE";
  }
  return "";
}

}  // namespace

std::string lease_refusal(LeaseClaim claim, std::string_view path, std::string_view holder,
                          std::string_view client_machine, std::string_view reason) {
  return fmt::format("Failed to {} {} for {} on {} because {}", claim_name(claim), path, holder,
                     client_machine, reason);
}

ResolvedPath with_last(ResolvedPath path, InodePtr inode) {
  path.set_inode(path.depth(), std::move(inode));
  return path;
}

NamesystemCore::NamesystemCore(NamesystemOptions options, NamesystemParts parts)
    : options_(std::move(options)),
      policy_{.enabled = options_.permissions_enabled,
              .superuser = options_.superuser,
              .supergroup = options_.supergroup},
      parts_(std::move(parts)),
      table_(parts_.table),
      clock_(parts_.clock),
      groups_(parts_.groups),
      audit_(options_.audit),
      ids_(table_),
      snapshots_(table_),
      tree_(table_, snapshots_, ids_, clock_, namespace_options(options_)),
      leases_(clock_,
              {.soft_ms = options_.lease_soft_limit_ms, .hard_ms = options_.lease_hard_limit_ms}),
      owners_(table_, ids_),
      blocks_(options_.blocks, clock_, owners_, parts_.racks),
      events_(table_, options_.events_retained),
      cache_(table_, tree_, clock_,
             {.pools = options_.cache_pools_limit,
              .directives = options_.cache_directives_limit,
              .refresh_ms = options_.cache_refresh_ms}) {
  leases_.load(table_);
  for (const auto& [id, open_file] : table_.open_files())
    if (open_file.truncate_to_bytes)
      truncations_[id] = {*open_file.truncate_to_bytes, open_file.truncate_source};
}

Operation NamesystemCore::begin(const Caller& caller, AuditEvent event) const {
  static const GroupList kNone = std::make_shared<const std::vector<std::string>>();
  GroupList groups = caller.user == policy_.superuser ? kNone : groups_.groups_of(caller.user);
  const PermissionChecker checker(policy_, caller.user, *groups);
  return {.caller = caller, .groups = std::move(groups), .checker = checker, .audit = event};
}

void NamesystemCore::commit(Operation& operation) {
  preserve(table_, snapshots_, operation.transaction, options_.skip_access_time_versions);
  // As Hadoop does, followers are told of a change that leaves things as they were.
  if (!operation.events.empty()) events_.add(operation.events, operation.transaction);
  operation.events.clear();
  operation.transaction.want_answer(operation.caller.answer_slot);
  apply(std::move(operation.transaction));
  operation.transaction = Transaction();
  operation.sequence = last_sequence_;
}

void NamesystemCore::apply(Transaction&& transaction) {
  if (!transaction.empty()) ++transactions_;
  const bool about_snapshots = std::ranges::any_of(transaction.changes(), changes_snapshots);
  const Transaction noted = about_snapshots ? transaction : Transaction();
  last_sequence_ = table_.apply(std::move(transaction));
  snapshots_.apply(noted);
}

void NamesystemCore::remove_blocks(std::vector<BlockId> blocks) {
  if (!snapshots_.idle())
    std::erase_if(blocks, [this](BlockId id) { return table_.block_owner(id).has_value(); });
  if (!blocks.empty()) blocks_.remove_blocks(blocks);
}

void NamesystemCore::finish_removal(const Removal& removal) {
  for (const InodeId file : removal.open_files) {
    leases_.remove(file);
    truncations_.erase(file);
  }
  remove_blocks(block_ids(removal.blocks));
  if (removal.orphaned_subtree) orphans_ = true;
}

void NamesystemCore::note_status(Operation& operation, const InodePtr& inode) const {
  if (!audit_.enabled() || !inode) return;
  operation.audit.status =
      AuditStatus{.owner = inode->owner, .group = inode->group, .permission = inode->mode};
}

void NamesystemCore::note_status_of(Operation& operation, const std::string& path) const {
  if (!audit_.enabled()) return;
  if (const auto resolved = tree_.resolve(nullptr, path, PathUse::kRead))
    note_status(operation, resolved->last());
}

Result<void> NamesystemCore::check_pool(const ExtendedBlock& block) const {
  if (block.pool_id == options_.blocks.block_pool_id) return {};
  return Error{ErrorCode::kIo, "Unexpected BlockPoolId " + block.pool_id + " - expected " +
                                   options_.blocks.block_pool_id};
}

Result<void> NamesystemCore::refuse_in_safe_mode(const std::string& what) const {
  const SafeMode& safe_mode = blocks_.safe_mode();
  if (!safe_mode.active()) return {};
  return Error{ErrorCode::kSafeMode,
               fmt::format("{}. Name node is in safe mode.\n{} NamenodeHostName:{}", what,
                           safe_mode.tip(), options_.host_name)};
}

}  // namespace mammoth::namenode
