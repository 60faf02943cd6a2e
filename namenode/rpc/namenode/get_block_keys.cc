#include "common/protocol/hdfs/namenode_protocol.pb.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/namenode_protocol.h"

namespace mammoth::namenode {

Result<namenode_wire::GetBlockKeysResponseProto> NamenodeProtocol::get_block_keys(
    const namenode_wire::GetBlockKeysRequestProto&, rpc::Call&) {
  namenode_wire::GetBlockKeysResponseProto response;
  set_no_block_keys(response.mutable_keys());
  return response;
}

}  // namespace mammoth::namenode
