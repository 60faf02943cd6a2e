#include "common/protocol/hdfs/datanode_heartbeat.pb.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<datanode_wire::HeartbeatResponseProto> DatanodeProtocol::send_heartbeat(
    const datanode_wire::HeartbeatRequestProto& request, rpc::Call&) {
  const DatanodeRegistration registration = to_registration(request.registration());
  TRY(check_registration(registration));
  const Heartbeat heartbeat = to_heartbeat(request);
  const HeartbeatReply reply = TRY(system_.change_blocks(
      [&](BlockManager& blocks) { return blocks.heartbeat(registration, heartbeat); }));

  datanode_wire::HeartbeatResponseProto response;
  for (const DatanodeCommand& command : reply.commands)
    to_proto(command, block_pool_id_, response.add_cmds());
  // Without an active state and its transaction number a datanode ignores the commands.
  response.mutable_hastatus()->set_state(wire::NNHAStatusHeartbeatProto::ACTIVE);
  response.mutable_hastatus()->set_txid(system_.last_sequence());
  response.set_fullblockreportleaseid(reply.full_report_lease_id);
  return response;
}

}  // namespace mammoth::namenode
