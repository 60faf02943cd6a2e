// How blocks appear in messages, as Hadoop's toString() writes them.
#pragma once

#include <string>
#include <string_view>

#include "namenode/blocks/block_tables.h"

namespace mammoth::namenode {

// "blk_1073741825_1001" (Block)
std::string block_name(const Block& block);
// "BP-…:blk_1073741825_1001" (ExtendedBlock)
std::string pool_block_name(const BlockTables& tables, const Block& block);
// The name, and for an open block its state and replicas (BlockInfo,
// BlockUnderConstructionFeature).
std::string open_block_text(const BlockTables& tables, const BlockInfo& block);
// "DISK", "RAM_DISK" … (StorageType)
std::string_view storage_type_name(StorageType type);

}  // namespace mammoth::namenode
