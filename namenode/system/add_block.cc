// A writer's next block (Hadoop: FSDirWriteFileOp).
#include <fmt/format.h>

#include "common/base/log.h"
#include "namenode/namespace/open_file.h"
#include "namenode/namespace/quota.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

bool same_block(const Block* a, const Block* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->id == b->id && a->generation_stamp == b->generation_stamp;
}

TargetRequest target_request(const AddBlock& request, const ResolvedPath& path,
                             std::string_view client_machine) {
  const Inode& file = *path.last();
  TargetRequest targets;
  targets.path = path.path();
  targets.writer = {std::string(client_machine), std::string(client_machine)};
  targets.replication = file.replication;
  targets.block_size_bytes = file.preferred_block_size_bytes;
  targets.storage_policy = path.storage_policy();
  targets.excluded_uuids = request.excluded_uuids;
  targets.favoured_nodes = request.favoured_nodes;
  targets.avoid_local_node = request.avoid_local_node;
  targets.ignore_locality = request.ignore_locality;
  return targets;
}

std::string text_of(const std::optional<ExtendedBlock>& block) {
  return block ? block->to_string() : "null";
}

}  // namespace

// What the client says was the last block decides between the next block and a repeated request.
Result<bool> NamesystemCore::is_repeated_add_block(const AddBlock& request,
                                                   const ResolvedPath& path) const {
  const Inode& file = *path.last();
  const std::size_t count = file.blocks.size();
  const Block* last = count > 0 ? &file.blocks[count - 1] : nullptr;
  const Block* penultimate = count > 1 ? &file.blocks[count - 2] : nullptr;
  const Block* previous = request.previous ? &request.previous->block : nullptr;
  if (same_block(previous, last)) return false;

  // The first block after an append that began at the end of a full block.
  if (previous == nullptr && last->length_bytes >= file.preferred_block_size_bytes &&
      block_status(file, count - 1).state == BlockState::kComplete)
    return false;
  if (last != nullptr && same_block(penultimate, previous)) {
    if (last->length_bytes != 0)
      return Error{ErrorCode::kIo,
                   fmt::format("Request looked like a retry to allocate block {} but it already "
                               "contains {} bytes",
                               block_text(*last), last->length_bytes)};
    log::info(
        "namesystem",
        "allocateBlock: caught retry for allocation of a new block in {}. Returning previously "
        "allocated block {}",
        path.path(), block_text(*last));
    return true;
  }
  return Error{ErrorCode::kIo,
               fmt::format("Cannot allocate block in {}: passed 'previous' block {} does not match "
                           "actual last block in file {}",
                           path.path(), text_of(request.previous),
                           last != nullptr ? block_text(*last) : "null")};
}

// The new block counts as full, and what the one before it turned out to be short of is free again.
Result<void> NamesystemCore::check_block_fits(const ResolvedPath& path, const Inode& grown) const {
  const Usage block = replicas_usage(grown, grown.preferred_block_size_bytes);
  return check_quota(table_, path, {path.depth()}, block,
                     usage_of(grown) - usage_of(*path.last()) - block);
}

Applied<LocatedFileBlock> Namesystem::add_block(const Caller& caller, const AddBlock& request) {
  return change<LocatedFileBlock>(caller, {}, [&](Operation& op) -> Result<LocatedFileBlock> {
    const ResolvedPath path =
        TRY(tree_.resolve_file(&op.checker, request.file.path, request.file.file_id));
    if (request.previous) TRY(check_pool(*request.previous));
    TRY(refuse_in_safe_mode("Cannot add block to " + path.path()));
    TRY(leases_.check(path, request.file.file_id, request.file.client_name));
    const Inode& file = *path.last();
    const std::string client_machine(leases_.writer(file.id)->client_machine);

    if (TRY(is_repeated_add_block(request, path))) {
      const BlockOwner last = block_owner_of(file, file.blocks.size() - 1);
      LocatedBlock located = blocks_.expected_locations(last);
      if (located.locations.empty()) {
        located.locations =
            TRY(blocks_.choose_targets(target_request(request, path, client_machine)));
        blocks_.begin_block(last, located.locations);
      }
      commit(op);
      return LocatedFileBlock{std::move(located), file.length_bytes()};
    }

    if (!penultimate_complete(file))
      return Error{ErrorCode::kNotReplicatedYet, "Not replicated yet: " + path.path()};
    if (file.blocks.size() >= options_.max_blocks_per_file)
      return Error{ErrorCode::kIo,
                   fmt::format("File has reached the limit on maximum number of blocks "
                               "(dfs.namenode.fs-limits.max-blocks-per-file): {} >= {}",
                               file.blocks.size(), options_.max_blocks_per_file)};
    auto targets = TRY(blocks_.choose_targets(target_request(request, path, client_machine)));
    const auto committed = TRY(commit_last_block(
        file, request.previous ? std::optional<Block>(request.previous->block) : std::nullopt));

    const Block block{ids_.next_block(op.transaction), ids_.next_generation_stamp(op.transaction),
                      0};
    const InodePtr grown =
        namenode::add_block(path, block, committed ? &*committed : nullptr, op.transaction);
    TRY(check_block_fits(path, *grown));
    commit(op);
    blocks_.begin_block(block_owner_of(*grown, grown->blocks.size() - 1), targets);
    log::debug("namesystem", "allocate {} for {}", block_text(block), path.path());
    return LocatedFileBlock{LocatedBlock{.block = block, .locations = std::move(targets)},
                            grown->length_bytes()};
  });
}

Applied<> Namesystem::abandon_block(const Caller& caller, const OpenFileRef& file,
                                    const ExtendedBlock& block) {
  return change<void>(caller, {}, [&](Operation& op) -> Result<void> {
    TRY(refuse_in_safe_mode(
        fmt::format("Cannot abandon block {} for file{}", block.to_string(), file.path)));
    const ResolvedPath path = TRY(resolve_open_file(op, file));
    const auto& blocks = path.last()->blocks;
    if (blocks.empty() || blocks.back().id != block.block.id) return {};
    remove_last_block(path, op.transaction);
    commit(op);
    remove_blocks(std::vector<BlockId>{block.block.id});
    return {};
  });
}

Result<LocatedBlock> Namesystem::get_additional_datanode(const Caller& caller,
                                                         const AdditionalDatanode& request) const {
  if (!options_.replace_datanode_on_failure)
    return Error{
        ErrorCode::kUnsupportedOperation,
        "This feature is disabled.  Please refer to "
        "dfs.client.block.write.replace-datanode-on-failure.enable configuration property."};
  return read(caller, {}, [&](Operation& op) -> Result<LocatedBlock> {
    TRY(refuse_in_safe_mode(fmt::format("Cannot add datanode; src={}, blk={}", request.file.path,
                                        request.block.to_string())));
    const ResolvedPath path = TRY(resolve_open_file(op, request.file));
    AddBlock add;
    add.excluded_uuids = request.excluded_uuids;
    const TargetRequest targets =
        target_request(add, path, leases_.writer(path.last()->id)->client_machine);
    return LocatedBlock{.block = request.block.block,
                        .locations = TRY(blocks_.choose_additional_targets(
                            targets, request.existing_storage_uuids, request.count))};
  });
}

}  // namespace mammoth::namenode
