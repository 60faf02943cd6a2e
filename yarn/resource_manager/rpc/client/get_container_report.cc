#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/client_protocol.h"
#include "yarn/resource_manager/rpc/convert_application.h"

namespace mammoth::yarn {

Result<wire::GetContainerReportResponseProto> ClientProtocol::get_container_report(
    const wire::GetContainerReportRequestProto& request, rpc::Call& call) {
  using Response = wire::GetContainerReportResponseProto;
  const ContainerId id = from_proto(request.container_id());
  const Caller caller = caller_of(call);
  return manager_.with(call, [&](Cluster& cluster) -> Result<Response> {
    const Application& application = *TRY(viewable(cluster, id.attempt.application, caller));
    TRY(cluster.attempt(id.attempt));
    const auto container = cluster.scheduler().container(id);
    if (!container)
      return yarn_error("ContainerNotFoundException",
                        "Container with id '" + to_text(id) + "' doesn't exist in RM.");
    Response response;
    *response.mutable_container_report() = container_report(application, *container);
    return response;
  });
}

}  // namespace mammoth::yarn
