// The full block report: every replica of every storage (Hadoop: BPServiceActor.blockReport,
// BlockListAsLongs).
#pragma once

#include <cstdint>
#include <vector>

#include "common/protocol/hdfs/datanode_report.pb.h"

namespace mammoth::datanode {

class ReplicaStore;

struct FullReportOptions {
  std::uint64_t split_threshold_blocks = 1'000'000;  // dfs.blockreport.split.threshold
  std::uint64_t lease_id = 0;
  std::int64_t report_id = 0;
};

// The report as one message, or one for each storage when there are more blocks than the threshold.
// The registration is left to the caller.
std::vector<::hadoop::hdfs::datanode::BlockReportRequestProto> make_full_report(const ReplicaStore& store,
                                                                                const FullReportOptions& options);

}  // namespace mammoth::datanode
