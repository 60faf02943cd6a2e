// Taking a file's records out of the table, whatever took its entry away: a delete, an overwriting
// create or rename, or the reclaiming of a deleted directory.
#pragma once

#include <vector>

#include "namenode/namespace/snapshot_keeper.h"
#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

// Appends the file's blocks to `blocks`, and its id to `open_files` if it is being written. The
// blocks of `held` stay.
void erase_file(Locator at, const Inode& file, Transaction& transaction, std::vector<Block>& blocks,
                std::vector<InodeId>& open_files, const KeptBlocks& held = {});

}  // namespace mammoth::namenode
