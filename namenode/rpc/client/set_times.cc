#include "common/protocol/hdfs/client_namenode/attributes.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SetTimesResponseProto> ClientProtocol::set_times(
    const wire::SetTimesRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.set_times(caller_of(call), request.src(),
                                   static_cast<std::int64_t>(request.mtime()),
                                   static_cast<std::int64_t>(request.atime()))));
  return wire::SetTimesResponseProto();
}

}  // namespace mammoth::namenode
