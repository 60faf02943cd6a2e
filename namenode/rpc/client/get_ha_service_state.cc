#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::HAServiceStateResponseProto> ClientProtocol::get_ha_service_state(
    const wire::HAServiceStateRequestProto&, rpc::Call&) {
  wire::HAServiceStateResponseProto response;
  response.set_state(hadoop::common::ACTIVE);
  return response;
}

}  // namespace mammoth::namenode
