#include "namenode/system/located_file.h"

#include <fmt/format.h>

namespace mammoth::namenode {

std::string block_text(const Block& block) {
  return fmt::format("blk_{}_{}", static_cast<std::int64_t>(block.id.value()),
                     block.generation_stamp.value());
}

std::string ExtendedBlock::to_string() const {
  return pool_id + ":" + block_text(block);
}

}  // namespace mammoth::namenode
