// The way down: packets from upstream go to the mirror and to the disk.
//
// Everything that has arrived is handled together: passed on with one write, its checksums with one
// write to the meta file, and on the last node its acks with one write too.
#pragma once

#include "datanode/transfer/idle_limit.h"
#include "datanode/transfer/pipeline/pipeline.h"

namespace mammoth::datanode {

// Ends after the last packet of the block; on a node without mirror that acknowledges, only when the
// replica is final and the last ack sent. A mirror that fails does not end it: the packets still go to
// the disk, and the ack relay tells upstream. Throws boost::system::system_error, DeadlineExceeded,
// DiskError, and ErrorException for packets that cannot be taken.
Task<> relay_packets(Pipeline& pipeline);

}  // namespace mammoth::datanode
