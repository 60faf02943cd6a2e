#include "namenode/blocks/report_leases.h"

#include <algorithm>

namespace mammoth::namenode {

ReportLeases::ReportLeases(std::uint32_t max_leases, std::int64_t lease_ms, std::uint64_t first_id,
                           const Clock& clock)
    : max_leases_(std::max(max_leases, 1u)),
      lease_ms_(lease_ms),
      clock_(clock),
      next_id_(first_id) {}

std::uint64_t ReportLeases::request(DatanodeIndex datanode) {
  const std::int64_t now_ms = clock_.monotonic_ms();
  leases_.erase(datanode);
  std::erase_if(leases_,
                [&](const auto& entry) { return now_ms - entry.second.granted_ms >= lease_ms_; });
  if (leases_.size() >= max_leases_) return 0;
  if (++next_id_ == 0) ++next_id_;
  leases_.emplace(datanode, Lease{next_id_, now_ms});
  return next_id_;
}

bool ReportLeases::valid(DatanodeIndex datanode, std::uint64_t id) const {
  if (id == 0) return true;
  const auto it = leases_.find(datanode);
  return it != leases_.end() && it->second.id == id &&
         clock_.monotonic_ms() - it->second.granted_ms < lease_ms_;
}

void ReportLeases::release(DatanodeIndex datanode) {
  leases_.erase(datanode);
}

}  // namespace mammoth::namenode
