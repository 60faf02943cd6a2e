#include "common/protocol/yarn/application_master_protocol.pb.h"
#include "yarn/resource_manager/rpc/master_protocol.h"

namespace mammoth::yarn {

Result<wire::FinishApplicationMasterResponseProto> MasterProtocol::finish_application_master(
    const wire::FinishApplicationMasterRequestProto& request, rpc::Call& call) {
  const AttemptId attempt = TRY(calling_attempt(call));
  const MasterEnd end{.status = static_cast<FinalStatus>(request.final_application_status()),
                      .diagnostics = request.diagnostics(),
                      .tracking_url = request.tracking_url()};
  wire::FinishApplicationMasterResponseProto response;
  response.set_isunregistered(TRY(
      manager_.with(call, [&](Cluster& cluster) { return cluster.finish_master(attempt, end); })));
  return response;
}

}  // namespace mammoth::yarn
