#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RollEditsResponseProto> ClientProtocol::roll_edits(const wire::RollEditsRequestProto&,
                                                                rpc::Call& call) {
  wire::RollEditsResponseProto response;
  response.set_newsegmenttxid(TRY(system_.roll_edits(caller_of(call))));
  return response;
}

}  // namespace mammoth::namenode
