#include "common/protocol/hdfs/client_namenode/blocks.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::UpdatePipelineResponseProto> ClientProtocol::update_pipeline(
    const wire::UpdatePipelineRequestProto& request, rpc::Call& call) {
  UpdatePipeline update;
  update.client_name = request.clientname();
  update.old_block = to_extended_block(request.oldblock());
  update.new_block = to_extended_block(request.newblock());
  for (const auto& node : request.newnodes()) update.datanode_uuids.push_back(node.datanodeuuid());
  update.storage_uuids.assign(request.storageids().begin(), request.storageids().end());
  TRY(held(call, system_.update_pipeline(caller_of(call), update)));
  return wire::UpdatePipelineResponseProto();
}

}  // namespace mammoth::namenode
