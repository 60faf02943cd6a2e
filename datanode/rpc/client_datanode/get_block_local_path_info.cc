#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/client_datanode_protocol.h"
#include <fmt/format.h>

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

// The old kind of local read hands out paths; as in Hadoop nobody may unless configured, and nobody is.
Result<pb::GetBlockLocalPathInfoResponseProto> ClientDatanodeProtocol::get_block_local_path_info(
    const pb::GetBlockLocalPathInfoRequestProto&, rpc::Call& call) {
  return Error{ErrorCode::kAccessDenied,
               fmt::format("Can't continue with getBlockLocalPathInfo() authorization. The user {} is "
                           "not configured in dfs.block.local-path-access.user", call.user())};
}

}  // namespace mammoth::datanode
