#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetBlockLocationsResponseProto> ClientProtocol::get_block_locations(
    const wire::GetBlockLocationsRequestProto& request, rpc::Call& call) {
  if (static_cast<std::int64_t>(request.offset()) < 0)
    return Error{ErrorCode::kIllegalArgument,
                 "Negative offset is not supported. File: " + request.src()};
  if (static_cast<std::int64_t>(request.length()) < 0)
    return Error{ErrorCode::kIllegalArgument,
                 "Negative length is not supported. File: " + request.src()};
  const LocatedFile located = TRY(system_.get_block_locations(caller_of(call), request.src(),
                                                              request.offset(), request.length()));
  wire::GetBlockLocationsResponseProto response;
  to_proto(located, system_.block_pool_id(), response.mutable_locations());
  return response;
}

}  // namespace mammoth::namenode
