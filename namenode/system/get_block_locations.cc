// Where the blocks of a file are (Hadoop: BlockManager.createLocatedBlocks, FSNamesystem
// .getBlockLocations).
#include <algorithm>

#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

LocatedBlock NamesystemCore::locate_block(const Inode& file, std::size_t index,
                                          const PeerAddress& reader) const {
  const BlockOwner owner = block_owner_of(file, index);
  if (!file.under_construction) {
    LocatedBlock located = blocks_.locate(owner, reader);
    if (located.block.length_bytes >= file.blocks[index].length_bytes) return located;
    // A snapshot sees what is still being written.
  }
  const BlockStatus status = blocks_.status(owner);
  LocatedBlock located = status.state == BlockState::kComplete ? blocks_.locate(owner, reader)
                                                               : blocks_.expected_locations(owner);
  // A block that is being written is as long as the file says; the rest the reader asks a datanode.
  if (status.state != BlockState::kComplete)
    located.block.length_bytes =
        std::max(file.blocks[index].length_bytes, status.block.length_bytes);
  return located;
}

namespace {

// The first block to list for a reader at `offset_bytes`, and where it begins in the file;
// blocks.size() where there is none. A file whose only block is still empty lists that one for any
// offset.
std::pair<std::size_t, std::uint64_t> first_block(const std::vector<Block>& blocks,
                                                  std::uint64_t offset_bytes) {
  std::uint64_t begin = 0;
  if (blocks.front().length_bytes == 0) return {0, begin};
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (begin + blocks[i].length_bytes > offset_bytes) return {i, begin};
    begin += blocks[i].length_bytes;
  }
  return {blocks.size(), begin};
}

}  // namespace

LocatedFile NamesystemCore::locate(const Inode& file, std::uint64_t offset_bytes,
                                   std::uint64_t length_bytes, const Caller& reader) const {
  LocatedFile result;
  result.under_construction = file.under_construction;
  const auto& blocks = file.blocks;
  if (blocks.empty()) return result;

  const PeerAddress peer{reader.remote_address, reader.remote_address};
  const std::size_t last = blocks.size() - 1;
  result.last_block_complete =
      !file.under_construction || block_status(file, last).state == BlockState::kComplete;
  result.length_bytes = file.length_bytes();
  const std::uint64_t last_begin = result.length_bytes - blocks[last].length_bytes;
  if (!result.last_block_complete) result.length_bytes = last_begin;

  const std::uint64_t end = offset_bytes + std::min(length_bytes, ~std::uint64_t{0} - offset_bytes);
  auto [index, begin] = first_block(blocks, offset_bytes);
  for (; index <= last && (result.blocks.empty() || begin < end); ++index) {
    result.blocks.push_back({.located = locate_block(file, index, peer), .offset_bytes = begin});
    begin += blocks[index].length_bytes;
  }
  if (index > last && !result.blocks.empty())
    result.last_block = result.blocks.back();
  else
    result.last_block = LocatedFileBlock{locate_block(file, last, peer), last_begin};
  return result;
}

FileStatus NamesystemCore::with_locations(InodeStatus status, const Caller& reader,
                                          bool wanted) const {
  FileStatus result{.status = std::move(status)};
  const InodePtr& inode = result.status.inode;
  if (wanted && inode && inode->is_file())
    result.locations = locate(*inode, 0, inode->length_bytes(), reader);
  return result;
}

Result<LocatedFile> Namesystem::get_block_locations(const Caller& caller, const std::string& path,
                                                    std::uint64_t offset_bytes,
                                                    std::uint64_t length_bytes) {
  bool note_access = false;
  auto located =
      read(caller, {.command = "open", .source = path}, [&](Operation& op) -> Result<LocatedFile> {
        const ResolvedPath file = TRY(tree_.get_file(op.checker, path));
        LocatedFile result = locate(*file.last(), offset_bytes, length_bytes, caller);
        const bool nowhere = std::any_of(
            result.blocks.begin(), result.blocks.end(),
            [](const LocatedFileBlock& block) { return block.located.locations.empty(); });
        if (nowhere) TRY(refuse_in_safe_mode("Zero blocklocations for " + path));
        note_access =
            options_.access_time_precision_ms > 0 && !blocks_.safe_mode().active() &&
            clock_.wall_ms() > file.last()->access_time_ms + options_.access_time_precision_ms;
        return result;
      });
  if (located && note_access) {
    const std::unique_lock lock(mutex_);
    Operation op = {.caller = caller,
                    .groups = {},
                    .checker = PermissionChecker(policy_, caller.user, {}),
                    .audit = {}};
    if (const auto file = tree_.resolve(nullptr, path, PathUse::kRead);
        file && file->exists() && file->last()->is_file()) {
      tree_.record_access(*file, op.transaction);
      commit(op);
    }
  }
  return located;
}

}  // namespace mammoth::namenode
