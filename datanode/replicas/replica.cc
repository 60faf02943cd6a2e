#include "datanode/replicas/replica.h"

#include <fmt/format.h>

#include "datanode/replicas/layout.h"

namespace mammoth::datanode {

std::string_view to_text(ReplicaState state) {
  switch (state) {
    case ReplicaState::kFinalized:
      return "FINALIZED";
    case ReplicaState::kRbw:
      return "RBW";
    case ReplicaState::kRwr:
      return "RWR";
    case ReplicaState::kRur:
      return "RUR";
    case ReplicaState::kTemporary:
      return "TEMPORARY";
  }
  return "UNKNOWN";
}

bool may_become(ReplicaState from, ReplicaState to) {
  switch (from) {
    case ReplicaState::kFinalized:
      return to == ReplicaState::kRbw || to == ReplicaState::kRur;
    case ReplicaState::kRbw:
      return to == ReplicaState::kFinalized || to == ReplicaState::kRur;
    case ReplicaState::kRwr:
      return to == ReplicaState::kRur;
    case ReplicaState::kRur:
      return to == ReplicaState::kFinalized || to == ReplicaState::kRur;
    case ReplicaState::kTemporary:
      return to == ReplicaState::kFinalized || to == ReplicaState::kRbw;
  }
  return false;
}

std::string to_text(const Block& block) {
  return fmt::format("{}_{}", block_file_name(block.id), block.generation_stamp.value());
}

std::string to_text(std::string_view pool_id, const Block& block) {
  return fmt::format("{}:{}", pool_id, to_text(block));
}

}  // namespace mammoth::datanode
