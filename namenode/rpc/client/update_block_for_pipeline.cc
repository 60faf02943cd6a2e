#include "common/protocol/hdfs/client_namenode/blocks.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::UpdateBlockForPipelineResponseProto> ClientProtocol::update_block_for_pipeline(
    const wire::UpdateBlockForPipelineRequestProto& request, rpc::Call& call) {
  const Block block = TRY(
      held(call, system_.update_block_for_pipeline(
                     caller_of(call), to_extended_block(request.block()), request.clientname())));
  wire::UpdateBlockForPipelineResponseProto response;
  // Hadoop names neither places nor an offset here.
  to_proto(LocatedBlock{.block = block, .locations = {}}, system_.block_pool_id(),
           ~std::uint64_t{0}, response.mutable_block());
  return response;
}

}  // namespace mammoth::namenode
