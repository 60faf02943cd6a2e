#include "namenode/namespace/open_file.h"

#include <algorithm>

#include "common/base/check.h"
#include "namenode/namespace/quota.h"

namespace mammoth::namenode {

namespace {

InodePtr put(const ResolvedPath& file, Inode changed, Transaction& transaction) {
  if (has_quota(file, file.depth()))
    charge(file, file.depth(), usage_of(changed) - usage_of(*file.last()), transaction);
  auto inode = std::make_shared<const Inode>(std::move(changed));
  transaction.add(PutInode{file.locator(), inode});
  return inode;
}

PutOpenFile put_open_file(const ResolvedPath& file, const Opener& opener) {
  return {file.last()->id,
          {.locator = file.locator(),
           .holder = std::string(opener.holder),
           .client_machine = std::string(opener.client_machine),
           .truncate_to_bytes = opener.truncate_to_bytes,
           .truncate_source = opener.truncate_source}};
}

void replace(std::vector<Block>& blocks, const Block& block) {
  const auto found = std::ranges::find(blocks, block.id, &Block::id);
  check(found != blocks.end(), "block is not of this file");
  *found = block;
}

}  // namespace

InodePtr add_block(const ResolvedPath& file, const Block& block, const Block* committed,
                   Transaction& transaction) {
  Inode changed = *file.last();
  if (committed != nullptr) replace(changed.blocks, *committed);
  changed.blocks.push_back(block);
  transaction.add(PutBlockOwner{block.id, changed.id});
  return put(file, std::move(changed), transaction);
}

InodePtr update_block(const ResolvedPath& file, const Block& block, Transaction& transaction) {
  Inode changed = *file.last();
  replace(changed.blocks, block);
  return put(file, std::move(changed), transaction);
}

InodePtr remove_last_block(const ResolvedPath& file, Transaction& transaction) {
  Inode changed = *file.last();
  check(!changed.blocks.empty(), "file has no block to remove");
  transaction.add(EraseBlockOwner{changed.blocks.back().id});
  changed.blocks.pop_back();
  return put(file, std::move(changed), transaction);
}

InodePtr truncate_blocks(const ResolvedPath& file, std::vector<Block> blocks,
                         std::int64_t modification_time_ms, Transaction& transaction) {
  Inode changed = *file.last();
  check(blocks.size() <= changed.blocks.size(), "truncation adds blocks");
  for (std::size_t i = blocks.size(); i < changed.blocks.size(); ++i)
    transaction.add(EraseBlockOwner{changed.blocks[i].id});
  if (!blocks.empty() && blocks.back().id != changed.blocks[blocks.size() - 1].id)
    transaction.add(PutBlockOwner{blocks.back().id, changed.id});
  changed.blocks = std::move(blocks);
  changed.modification_time_ms = modification_time_ms;
  return put(file, std::move(changed), transaction);
}

InodePtr close_file(const ResolvedPath& file, std::vector<Block> blocks,
                    std::int64_t modification_time_ms, Transaction& transaction) {
  Inode changed = *file.last();
  check(changed.under_construction, "file is not open");
  check(blocks.size() == changed.blocks.size(), "close changes the number of blocks");
  changed.under_construction = false;
  changed.blocks = std::move(blocks);
  changed.modification_time_ms = modification_time_ms;
  transaction.add(EraseOpenFile{changed.id});
  transaction.add(PutLocator{changed.id, file.locator()});
  return put(file, std::move(changed), transaction);
}

InodePtr reopen_file(const ResolvedPath& file, const Opener& opener, Transaction& transaction) {
  Inode changed = *file.last();
  check(!changed.under_construction, "file is open already");
  changed.under_construction = true;
  transaction.add(EraseLocator{changed.id});
  transaction.add(put_open_file(file, opener));
  return put(file, std::move(changed), transaction);
}

void change_holder(const ResolvedPath& file, const Opener& opener, Transaction& transaction) {
  transaction.add(put_open_file(file, opener));
}

}  // namespace mammoth::namenode
