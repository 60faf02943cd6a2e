#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ConcatResponseProto> ClientProtocol::concat(const wire::ConcatRequestProto& request,
                                                         rpc::Call& call) {
  const std::vector<std::string> sources(request.srcs().begin(), request.srcs().end());
  TRY(held(call, system_.concat(caller_of(call), request.trg(), sources)));
  return wire::ConcatResponseProto();
}

}  // namespace mammoth::namenode
