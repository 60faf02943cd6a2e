// The operations of data transfer, one a file: the table of contents. xceiver.cc dispatches to them.
//
// Each carries its conversation to the end and says whether the connection may be used again. A refusal
// is answered the way Apache's DataNode does it, which more often than not means to close the
// connection. Exceptions (broken connections, failing disks) are caught once, in xceiver.cc.
#pragma once

#include "common/protocol/transfer/checksum_op.pb.h"
#include "common/protocol/transfer/op.pb.h"
#include "common/protocol/transfer/short_circuit.pb.h"
#include "datanode/transfer/conversation.h"

namespace mammoth::datanode {

// 80: receive a replica, from a client through a pipeline or from another datanode.
Task<After> write_block(Conversation& conversation, const ::hadoop::hdfs::OpWriteBlockProto& request);
// 81: send a range of a replica.
Task<After> read_block(Conversation& conversation, const ::hadoop::hdfs::OpReadBlockProto& request);
// 83: fetch a replica from another datanode, which then may be deleted there (balancer).
Task<After> replace_block(Conversation& conversation,
                          const ::hadoop::hdfs::OpReplaceBlockProto& request);
// 84: send a whole replica to the datanode that was asked to replace it.
Task<After> copy_block(Conversation& conversation, const ::hadoop::hdfs::OpCopyBlockProto& request);
// 85: the checksum of a replica.
Task<After> block_checksum(Conversation& conversation,
                           const ::hadoop::hdfs::OpBlockChecksumProto& request);
// 86: copy a replica to other datanodes, while a pipeline is repaired.
Task<After> transfer_block(Conversation& conversation,
                           const ::hadoop::hdfs::OpTransferBlockProto& request);
// 87, 88, 89: need a Unix domain socket, which this datanode does not listen on.
Task<After> request_short_circuit_fds(
    Conversation& conversation, const ::hadoop::hdfs::OpRequestShortCircuitAccessProto& request);
Task<After> release_short_circuit_fds(
    Conversation& conversation,
    const ::hadoop::hdfs::ReleaseShortCircuitAccessRequestProto& request);
Task<After> request_short_circuit_shm(Conversation& conversation,
                                      const ::hadoop::hdfs::ShortCircuitShmRequestProto& request);

}  // namespace mammoth::datanode
