#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetNewApplicationResponseProto> ClientProtocol::get_new_application(
    const wire::GetNewApplicationRequestProto&, rpc::Call&) {
  return manager_.with([](Cluster& cluster) {
    wire::GetNewApplicationResponseProto response;
    *response.mutable_application_id() = to_proto(cluster.new_application_id());
    *response.mutable_maximumcapability() = to_proto(cluster.scheduler().maximum_allocation());
    return response;
  });
}

}  // namespace mammoth::yarn
