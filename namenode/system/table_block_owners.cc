#include "namenode/system/table_block_owners.h"

#include <algorithm>

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

bool TableBlockOwners::find_owner(BlockId id, BlockOwner& owner) const {
  const auto file_id = table_.block_owner(id);
  if (!file_id) return false;
  const auto place = table_.locate(*file_id);
  if (!place) return false;
  const InodePtr file = table_.find_child(place->parent, place->name);
  if (!file || file->id != *file_id) return false;
  const auto& blocks = file->blocks;
  const auto found = std::find_if(blocks.begin(), blocks.end(),
                                  [id](const Block& block) { return block.id == id; });
  if (found == blocks.end()) return false;
  owner = block_owner_of(*file, found - blocks.begin());
  return true;
}

}  // namespace mammoth::namenode
