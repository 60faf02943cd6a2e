#include "common/rpc/call.h"
#include "yarn/resource_manager/rpc/client_protocol.h"
#include "yarn/resource_manager/rpc/convert_application.h"

namespace mammoth::yarn {

Result<wire::GetContainersResponseProto> ClientProtocol::get_containers(
    const wire::GetContainersRequestProto& request, rpc::Call& call) {
  using Response = wire::GetContainersResponseProto;
  const AttemptId id = from_proto(request.application_attempt_id());
  const Caller caller = caller_of(call);
  return manager_.with(call, [&](Cluster& cluster) -> Result<Response> {
    const Application& application = *TRY(viewable(cluster, id.application, caller));
    TRY(cluster.attempt(id));
    Response response;
    for (const ContainerReport& it : cluster.scheduler().containers_of(id.application))
      if (it.container.id.attempt == id)
        *response.add_containers() = container_report(application, it);
    return response;
  });
}

}  // namespace mammoth::yarn
