#include "namenode/rpc/ha_service_protocol.h"

#include "common/protocol/rpc/ha_service.pb.h"
#include "common/rpc/service.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

using rpc::Retry;

Error HaServiceProtocol::not_enabled() {
  return {ErrorCode::kRemote, "HA for namenode is not enabled",
          "org.apache.hadoop.ha.ServiceFailedException"};
}

void HaServiceProtocol::bind_to(rpc::Service& service) {
  service.bind("monitorHealth", Retry::kIdempotent, *this, &HaServiceProtocol::monitor_health);
  service.bind("getServiceStatus", Retry::kIdempotent, *this,
               &HaServiceProtocol::get_service_status);
  service.bind("transitionToActive", Retry::kIdempotent, *this,
               &HaServiceProtocol::transition_to_active);
  service.bind("transitionToStandby", Retry::kIdempotent, *this,
               &HaServiceProtocol::transition_to_standby);
  service.bind("transitionToObserver", Retry::kIdempotent, *this,
               &HaServiceProtocol::transition_to_observer);
}

Error HaServiceProtocol::refuse_transition(rpc::Call& call, std::string_view operation) const {
  if (const auto allowed = system_.check_superuser(caller_of(call), operation); !allowed)
    return allowed.error();
  return not_enabled();
}

}  // namespace mammoth::namenode
