#include "common/protocol/hdfs/client_namenode/datanodes.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SetBalancerBandwidthResponseProto> ClientProtocol::set_balancer_bandwidth(
    const wire::SetBalancerBandwidthRequestProto& request, rpc::Call& call) {
  const Caller caller = caller_of(call);
  TRY(system_.check_superuser(caller, "setBalancerBandwidth"));
  if (request.bandwidth() < 0)
    return Error{ErrorCode::kIllegalArgument,
                 "Bandwidth should be a non-negative value, but it is " +
                     std::to_string(request.bandwidth())};
  system_.change_blocks([&](BlockManager& blocks) {
    blocks.set_balancer_bandwidth(static_cast<std::uint64_t>(request.bandwidth()));
  });
  system_.audit_admin(caller, "setBalancerBandwidth");
  return wire::SetBalancerBandwidthResponseProto();
}

}  // namespace mammoth::namenode
