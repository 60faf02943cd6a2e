// Leave to send a full report, so that not all datanodes send theirs at once (Hadoop:
// BlockReportLeaseManager). A lease is asked for and granted in heartbeats; it ends with the
// report, with time, or with the datanode.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "common/base/clock.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

class ReportLeases {
 public:
  ReportLeases(std::uint32_t max_leases, std::int64_t lease_ms, std::uint64_t first_id,
               const Clock& clock);

  // A new lease instead of the one it may have; 0 when all are taken: ask again later.
  std::uint64_t request(DatanodeIndex datanode);
  // May the datanode report under this id? Always under 0, as an administrator's command and old
  // datanodes do.
  bool valid(DatanodeIndex datanode, std::uint64_t id) const;
  void release(DatanodeIndex datanode);

 private:
  struct Lease {
    std::uint64_t id;
    std::int64_t granted_ms;
  };
  const std::uint32_t max_leases_;
  const std::int64_t lease_ms_;
  const Clock& clock_;
  std::uint64_t next_id_;
  std::unordered_map<DatanodeIndex, Lease> leases_;
};

}  // namespace mammoth::namenode
