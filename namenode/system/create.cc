#include <fmt/format.h>

#include "namenode/namespace/path.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

Error illegal(std::string message) {
  return {ErrorCode::kHadoopIllegalArgument, std::move(message)};
}

// What is wrong with the request whatever the tree looks like.
Result<void> check_request(const CreateFile& request) {
  const std::string& path = request.path;
  if (!within_path_limits(path))
    return Error{ErrorCode::kIo,
                 fmt::format("create: Pathname too long.  Limit {} characters, {} levels.",
                             kMaxPathLength, kMaxPathDepth)};
  const bool reserved = path.starts_with("/.reserved") && !is_reserved_raw_name(path) &&
                        !is_reserved_inodes_name(path);
  if (!is_valid_name(path) || reserved)
    return Error{ErrorCode::kInvalidPath, "Invalid path name " + path};
  if (request.should_replicate && !request.erasure_coding_policy.empty())
    return illegal(
        "SHOULD_REPLICATE flag and ecPolicyName are exclusive parameters. Set both is not "
        "allowed!");
  if (!request.erasure_coding_policy.empty())
    return Error{ErrorCode::kUnsupportedOperation, "create with the erasure coding policy " +
                                                       request.erasure_coding_policy +
                                                       " is not supported"};
  return {};
}

Result<StoragePolicyId> policy_named(const std::string& name) {
  if (name.empty()) return kUnspecifiedPolicy;
  for (const StoragePolicy& policy : storage_policies())
    if (policy.name == name) return policy.id;
  return illegal("Cannot find a block policy with the name " + name);
}

}  // namespace

Applied<FileStatus> Namesystem::create(const Caller& caller, const CreateFile& request) {
  return change<FileStatus>(
      caller, {.command = "create", .source = request.path},
      [&](Operation& op) -> Result<FileStatus> {
        TRY(check_request(request));
        TRY(refuse_in_safe_mode("Cannot create file" + request.path));
        CreateFileRequest file{
            .path = request.path,
            .mode = request.mode,
            .unmasked = request.unmasked,
            .create = request.create,
            .overwrite = request.overwrite,
            .create_parent = request.create_parent,
            .replication = static_cast<std::uint16_t>(request.replication),
            .preferred_block_size_bytes = request.block_size_bytes,
            .holder = request.client_name,
            .client_machine = caller.remote_address,
        };
        ResolvedPath path = TRY(tree_.resolve_for_create(op.checker, file));
        if (request.block_size_bytes < options_.min_block_size_bytes)
          return Error{ErrorCode::kIo,
                       fmt::format("Specified block size {} is less than configured minimum value "
                                   "dfs.namenode.fs-limits.min-block-size={}",
                                   request.block_size_bytes, options_.min_block_size_bytes)};
        TRY(blocks_.check_replication(request.path, request.replication, caller.remote_address));
        if (path.exists() && !request.overwrite)
          TRY(take_over(op, LeaseClaim::kCreateFile, path, request.client_name));
        file.storage_policy = TRY(policy_named(request.storage_policy));
        // Where files keep the policy of their creation.
        if (file.storage_policy == kUnspecifiedPolicy &&
            path.storage_policy() == kLazyPersistPolicy)
          file.storage_policy = kLazyPersistPolicy;

        const CreatedFile created =
            TRY(tree_.create_file(op.checker, std::move(path), file, op.transaction));
        note_created(op, created.path, created.replaced.removed);
        commit(op);
        finish_removal(created.replaced);
        const InodePtr& inode = created.path.last();
        leases_.add(inode->id, request.client_name, caller.remote_address);
        note_status(op, inode);
        return FileStatus{.status = tree_.status_of(created.path)};
      });
}

}  // namespace mammoth::namenode
