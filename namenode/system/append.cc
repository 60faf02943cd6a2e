// Hadoop: FSDirAppendOp.
#include <fmt/format.h>

#include "namenode/namespace/open_file.h"
#include "namenode/namespace/quota.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

// The file of an append, taken from a writer who is gone if need be, and ready to be reopened.
Result<ResolvedPath> NamesystemCore::claim_for_append(Operation& op, const std::string& path,
                                                      const std::string& client_name) {
  const ResolvedPath found = TRY(tree_.resolve(&op.checker, path, PathUse::kWrite));
  const std::string name = found.path();
  if (found.exists() && found.last()->is_directory())
    return Error{ErrorCode::kFileAlreadyExists,
                 "Cannot append to directory " + name + "; already exists as a directory."};
  if (op.checker.enabled()) TRY(op.checker.check(found, {.self = Access::kWrite}, table_));
  if (!found.exists())
    return Error{ErrorCode::kFileNotFound,
                 fmt::format("Failed to append to non-existent file {} for client {}", name,
                             op.caller.remote_address)};
  if (found.last()->storage_policy == kLazyPersistPolicy)
    return Error{ErrorCode::kUnsupportedOperation, "Cannot append to lazy persist file " + name};
  TRY(take_over(op, LeaseClaim::kAppendFile, found, client_name));
  const auto file = tree_.resolve_id(found.last()->id);
  if (!file) return Error{ErrorCode::kFileNotFound, "File does not exist: " + name};

  const Inode& inode = *file->last();
  if (inode.blocks.empty()) return *file;
  const BlockStatus last = block_status(inode, inode.blocks.size() - 1);
  if (last.state == BlockState::kCommitted)
    return Error{ErrorCode::kRetriable,
                 fmt::format("org.apache.hadoop.hdfs.server.namenode.NotReplicatedYetException: "
                             "append: lastBlock={} of src={} is COMMITTED but not yet COMPLETE.",
                             block_text(last.block), name)};
  if (last.state == BlockState::kComplete && !last.minimally_replicated &&
      last.live_replicas < blocks_.capacity().live_datanodes)
    return Error{ErrorCode::kIo,
                 fmt::format("append: lastBlock={} of src={} is not sufficiently replicated yet.",
                             block_text(last.block), name)};
  return *file;
}

Applied<ReopenedFile> Namesystem::append(const Caller& caller, const std::string& path,
                                         const std::string& client_name, bool new_block) {
  return change<ReopenedFile>(
      caller, {.command = "append", .source = path}, [&](Operation& op) -> Result<ReopenedFile> {
        TRY(refuse_in_safe_mode("Cannot append to file" + path));
        const ResolvedPath file = TRY(claim_for_append(op, path, client_name));
        const InodePtr opened =
            reopen_file(file, {client_name, caller.remote_address}, op.transaction);
        TRY(check_quota(table_, file, {file.depth()}, usage_of(*opened) - usage_of(*file.last())));
        ReopenedFile result{.status = {.status = tree_.status_of(with_last(file, opened))},
                            .last_block = {}};
        if (!opened->blocks.empty()) {
          const BlockOwner last = block_owner_of(*opened, opened->blocks.size() - 1);
          // Hadoop names no offset where it names no places.
          if (new_block)
            result.last_block = LocatedFileBlock{LocatedBlock{.block = last.block, .locations = {}},
                                                 ~std::uint64_t{0}};
          else if (last.block.length_bytes != opened->preferred_block_size_bytes)
            result.last_block = LocatedFileBlock{TRY(blocks_.reopen_block(last)),
                                                 opened->length_bytes() - last.block.length_bytes};
        }
        note(op, {.kind = EventKind::kAppend, .path = file.path(), .flag = new_block});
        commit(op);
        leases_.add(opened->id, client_name, caller.remote_address);
        return result;
      });
}

}  // namespace mammoth::namenode
