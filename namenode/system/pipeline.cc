// A block that is being written gets another generation stamp, and perhaps other datanodes.
#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "namenode/namespace/open_file.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

std::string_view state_name(BlockState state) {
  switch (state) {
    case BlockState::kComplete:
      return "COMPLETE";
    case BlockState::kUnderConstruction:
      return "UNDER_CONSTRUCTION";
    case BlockState::kUnderRecovery:
      return "UNDER_RECOVERY";
    case BlockState::kCommitted:
      return "COMMITTED";
  }
  return "";
}

}  // namespace

Result<NamesystemCore::OpenBlock> NamesystemCore::find_open_block(
    const ExtendedBlock& block, const std::string& client_name) const {
  const std::string name = block.to_string();
  TRY(refuse_in_safe_mode("Cannot get a new generation stamp and an access token for block " +
                          name));
  const auto owner = table_.block_owner(block.block.id);
  if (!owner) return Error{ErrorCode::kIo, name + " does not exist."};
  const Error not_open{ErrorCode::kIo,
                       "The file " + block_text(block.block) +
                           " belonged to does not exist or it is not under construction."};
  auto file = tree_.resolve_id(*owner);
  if (!file) return not_open;

  const Inode& inode = *file->last();
  const auto found = std::find_if(inode.blocks.begin(), inode.blocks.end(),
                                  [&](const Block& b) { return b.id == block.block.id; });
  if (found == inode.blocks.end()) return Error{ErrorCode::kIo, name + " does not exist."};
  const std::size_t index = found - inode.blocks.begin();
  const BlockState state = block_status(inode, index).state;
  if (state != BlockState::kUnderConstruction)
    return Error{ErrorCode::kIo,
                 fmt::format("Unexpected BlockUCState: {} is {} but not UNDER_CONSTRUCTION", name,
                             state_name(state))};
  if (!inode.under_construction) return not_open;
  const auto writer = leases_.writer(inode.id);
  if (!writer || writer->holder != client_name)
    return Error{
        ErrorCode::kLeaseExpired,
        fmt::format("Lease mismatch: {} is accessed by a non lease holder {}", name, client_name)};
  return OpenBlock{std::move(*file), index};
}

Applied<Block> Namesystem::update_block_for_pipeline(const Caller& caller,
                                                     const ExtendedBlock& block,
                                                     const std::string& client_name) {
  return change<Block>(caller, {}, [&](Operation& op) -> Result<Block> {
    TRY(find_open_block(block, client_name));
    Block next = block.block;
    next.generation_stamp = ids_.next_generation_stamp(op.transaction);
    commit(op);
    return next;
  });
}

Applied<> Namesystem::update_pipeline(const Caller& caller, const UpdatePipeline& request) {
  return change<void>(caller, {}, [&](Operation& op) -> Result<void> {
    TRY(refuse_in_safe_mode("Pipeline not updated"));
    const OpenBlock open = TRY(find_open_block(request.old_block, request.client_name));
    const Block last = block_status(*open.file.last(), open.index).block;
    const Block& next = request.new_block.block;
    if (next.id != request.old_block.block.id)
      return Error{ErrorCode::kIo,
                   fmt::format("{} and {} has different block identifier",
                               request.new_block.to_string(), request.old_block.to_string())};
    if (next.generation_stamp <= last.generation_stamp)
      return Error{
          ErrorCode::kIo,
          fmt::format("Update {} but the new block {} does not have a larger generation stamp "
                      "than the last block {}",
                      request.old_block.to_string(), request.new_block.to_string(),
                      block_text(last))};
    if (next.length_bytes < last.length_bytes)
      return Error{ErrorCode::kIo,
                   fmt::format("Update {} (size={}) to a smaller size block {} (size={})",
                               request.old_block.to_string(), request.old_block.block.length_bytes,
                               request.new_block.to_string(), next.length_bytes)};
    TRY(blocks_.update_pipeline(request.old_block.block, next, request.datanode_uuids,
                                request.storage_uuids));
    update_block(open.file, next, op.transaction);
    commit(op);
    log::info("namesystem", "updatePipeline({} => {}) success", request.old_block.to_string(),
              request.new_block.to_string());
    return {};
  });
}

}  // namespace mammoth::namenode
