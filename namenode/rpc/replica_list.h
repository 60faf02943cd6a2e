// The two encodings of a storage's replicas in a full report (Hadoop: BlockListAsLongs).
//
//   buffers   per replica four varints: id (zig-zag), length, generation stamp, state; the list may
//             be cut into several buffers, between two replicas
//   longs     finalized count, open count,
//             finalized × (id, length, generation stamp), -1, -1, -1,
//             open × (id, length, generation stamp, state)
//
// Both read straight from the message, which must outlive them, and check every step.
#pragma once

#include <memory>

#include "common/protocol/hdfs/datanode_report.pb.h"
#include "namenode/blocks/block_report.h"

namespace mammoth::namenode {

std::unique_ptr<ReplicaCursor> make_replica_cursor(
    const hadoop::hdfs::datanode::StorageBlockReportProto& report);

}  // namespace mammoth::namenode
