#include "namenode/system/table_block_owners.h"

#include <algorithm>

#include "namenode/namespace/snapshot_view.h"

namespace mammoth::namenode {

BlockOwner block_owner_of(const Inode& file, std::size_t index) {
  const bool open = file.under_construction && index + 1 == file.blocks.size();
  return {.inode = file.id,
          .block = file.blocks[index],
          .replication = file.replication,
          .state = open ? BlockState::kUnderConstruction : BlockState::kComplete};
}

std::vector<BlockId> block_ids(const std::vector<Block>& blocks) {
  std::vector<BlockId> ids;
  ids.reserve(blocks.size());
  for (const Block& block : blocks) ids.push_back(block.id);
  return ids;
}

namespace {

bool take(const Inode& file, BlockId id, BlockOwner& owner) {
  const auto found = std::ranges::find(file.blocks, id, &Block::id);
  if (found == file.blocks.end()) return false;
  owner = block_owner_of(file, found - file.blocks.begin());
  return true;
}

}  // namespace

bool TableBlockOwners::find_live(BlockId id, InodeId file_id, BlockOwner& owner) const {
  const auto place = table_.locate(file_id);
  if (!place) return false;
  const InodePtr file = table_.find_child(place->parent, place->name);
  return file && file->id == file_id && take(*file, id, owner);
}

bool TableBlockOwners::find_kept(BlockId id, InodeId file_id, BlockOwner& owner) const {
  bool found = false;
  std::uint16_t replication = 0;
  for (const VersionPlace& place : table_.versions_of(file_id)) {
    const auto version = find_version(table_, place.at, place.number);
    if (!version || !version->version.inode || !take(*version->version.inode, id, owner)) continue;
    found = true;
    replication = std::max(replication, owner.replication);
  }
  if (found) owner.replication = replication;
  return found;
}

bool TableBlockOwners::find_owner(BlockId id, BlockOwner& owner) const {
  const auto file_id = table_.block_owner(id);
  return file_id && (find_live(id, *file_id, owner) || find_kept(id, *file_id, owner));
}

bool TableBlockOwners::is_kept_only(BlockId id) const {
  BlockOwner owner;
  const auto file_id = table_.block_owner(id);
  return file_id && !find_live(id, *file_id, owner);
}

}  // namespace mammoth::namenode
