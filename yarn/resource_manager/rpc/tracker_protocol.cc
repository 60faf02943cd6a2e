#include "yarn/resource_manager/rpc/tracker_protocol.h"

#include "common/protocol/yarn/resource_tracker.pb.h"
#include "common/rpc/service.h"

namespace mammoth::yarn {

void TrackerProtocol::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("registerNodeManager", kIdempotent, *this, &TrackerProtocol::register_node_manager);
  service.bind("nodeHeartbeat", kIdempotent, *this, &TrackerProtocol::node_heartbeat);
  service.bind("unRegisterNodeManager", kIdempotent, *this,
               &TrackerProtocol::un_register_node_manager);
}

}  // namespace mammoth::yarn
