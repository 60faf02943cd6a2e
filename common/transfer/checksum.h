// DataChecksum (common/io/data_checksum.h) on the wire, and the refusals of a block operation
// (Hadoop: DataTransferProtoUtil).
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "common/io/data_checksum.h"
#include "common/protocol/transfer/header.pb.h"
#include "common/protocol/transfer/op.pb.h"

namespace mammoth::transfer {

::hadoop::hdfs::ChecksumProto to_proto(const DataChecksum& checksum);
// Throws MalformedInput outside the bounds of make_data_checksum().
DataChecksum from_proto(const ::hadoop::hdfs::ChecksumProto& proto);

// The answer to an operation: SUCCESS, or an Error of Hadoop's class and text: kInvalidToken for
// ERROR_ACCESS_TOKEN, else kIo. `context` ends the message and names the operation, as in
// "for OP_READ_BLOCK, self=…, remote=…, for file …".
Result<void> check_block_op_response(const ::hadoop::hdfs::BlockOpResponseProto& response,
                                     std::string_view context);

}  // namespace mammoth::transfer
