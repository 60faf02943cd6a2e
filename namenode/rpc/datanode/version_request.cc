#include "namenode/rpc/datanode_protocol.h"
#include "namenode/rpc/namespace_info.h"

namespace mammoth::namenode {

Result<wire::VersionResponseProto> DatanodeProtocol::version_request(
    const wire::VersionRequestProto&, rpc::Call&) {
  wire::VersionResponseProto response;
  to_proto(storage_info_, block_pool_id_, response.mutable_info());
  return response;
}

}  // namespace mammoth::namenode
