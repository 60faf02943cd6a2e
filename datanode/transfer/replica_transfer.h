// Sends a replica of this datanode to others, at the NameNode's order or for a client that repairs its
// pipeline (Hadoop: DataNode.DataTransfer).
#pragma once

#include <string>
#include <vector>

#include "common/protocol/transfer/op.pb.h"
#include "datanode/transfer/conversation.h"

namespace mammoth::datanode {

struct TransferOrder {
  Block block;  // stamp and length of what is to be sent
  ::hadoop::hdfs::OpWriteBlockProto::BlockConstructionStage stage{};
  std::string client_name;  // empty: from datanode to datanode, no answer is awaited
  // The receivers, a chain; storage types and ids go with them, ids may be missing.
  std::vector<::hadoop::hdfs::DatanodeInfoProto> targets;
  std::vector<::hadoop::hdfs::StorageTypeProto> storage_types;
  std::vector<std::string> storage_ids;
};

// Refused when the replica cannot be read or the receiver says that it failed. Throws
// boost::system::system_error, DeadlineExceeded, DiskError.
Task<Result<void>> transfer_replica(const TransferContext& context, TransferOrder order);

}  // namespace mammoth::datanode
