#include <fmt/format.h>

#include <algorithm>

#include "datanode/recovery/block_recovery.h"

namespace mammoth::datanode {

namespace {

Result<SyncDecision> follow_finalized(const std::vector<ReplicaToSync>& replicas) {
  SyncDecision decision;
  bool first = true;
  for (const auto& replica : replicas) {
    if (replica.original != ReplicaState::kFinalized) continue;
    if (!first && replica.block.length_bytes != decision.length_bytes)
      return Error{
          ErrorCode::kIo,
          fmt::format("Inconsistent size of finalized replicas. Replica {} expected size: {}",
                      to_text(replica.block), decision.length_bytes)};
    decision.length_bytes = replica.block.length_bytes;
    first = false;
  }
  for (const auto& replica : replicas) {
    const bool same = replica.block.length_bytes == decision.length_bytes;
    if (replica.original == ReplicaState::kFinalized ||
        (replica.original == ReplicaState::kRbw && same))
      decision.participants.push_back(replica);
  }
  return decision;
}

}  // namespace

Result<SyncDecision> decide_sync(const std::vector<ReplicaToSync>& replicas) {
  const auto best =
      std::min_element(replicas.begin(), replicas.end(), [](const auto& a, const auto& b) {
        return a.original < b.original;
      })->original;
  if (best == ReplicaState::kFinalized) return follow_finalized(replicas);
  SyncDecision decision;
  decision.length_bytes = UINT64_MAX;
  for (const auto& replica : replicas) {
    if (replica.original != best) continue;
    decision.length_bytes = std::min(decision.length_bytes, replica.block.length_bytes);
    decision.participants.push_back(replica);
  }
  return decision;
}

SyncDecision decide_truncation(const std::vector<ReplicaToSync>& replicas,
                               std::uint64_t length_bytes) {
  SyncDecision decision;
  decision.length_bytes = length_bytes;
  for (const auto& replica : replicas)
    if (replica.original == ReplicaState::kFinalized && replica.block.length_bytes >= length_bytes)
      decision.participants.push_back(replica);
  return decision;
}

}  // namespace mammoth::datanode
