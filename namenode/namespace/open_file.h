// The life of a file from create to close, as the table sees it (Hadoop: INodeFile's conversions,
// FSNamesystem.finalizeINodeFileUnderConstruction, FSDirWriteFileOp). Which step is allowed when is
// for the caller to decide; these functions only write it down, each at the price it states.
//
//   create_file ──▶ open ──add_block…──▶ close_file ──▶ closed
//                    ▲                                     │
//                    └──────────── reopen_file ────────────┘
//
// All take the file's place in the tree and its inode as they are now, and answer the new inode.
#pragma once

#include "namenode/namespace/resolved_path.h"
#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

// A new last block; `committed` is the final shape of the one before it, if that changed. 2 puts.
InodePtr add_block(const ResolvedPath& file, const Block& block, const Block* committed,
                   Transaction& transaction);

// Another length or generation stamp of a block that the file has. 1 put.
InodePtr update_block(const ResolvedPath& file, const Block& block, Transaction& transaction);

// The last block goes (abandonBlock, a recovery without data). 1 put, 1 erase.
InodePtr remove_last_block(const ResolvedPath& file, Transaction& transaction);

// Truncation: the blocks become `blocks`, a beginning of what they were with perhaps a shorter last
// one, or another as the last one where a snapshot keeps that. 1 put, an erase for every block that
// goes.
InodePtr truncate_blocks(const ResolvedPath& file, std::vector<Block> blocks,
                         std::int64_t modification_time_ms, Transaction& transaction);

// 2 puts, 1 erase. `blocks` are the final shapes, one for each block of the file.
InodePtr close_file(const ResolvedPath& file, std::vector<Block> blocks,
                    std::int64_t modification_time_ms, Transaction& transaction);

// Who has a file open, and the length that a truncation is to give it.
struct Opener {
  std::string_view holder;
  std::string_view client_machine;
  std::optional<std::uint64_t> truncate_to_bytes{};
  std::optional<Block> truncate_source{};
};

// For append or truncate. 2 puts, 1 erase.
InodePtr reopen_file(const ResolvedPath& file, const Opener& opener, Transaction& transaction);

// Another holder of the lease (recovery). 1 put.
void change_holder(const ResolvedPath& file, const Opener& opener, Transaction& transaction);

}  // namespace mammoth::namenode
