// ResourceTracker: what NodeManagers call (Hadoop: ResourceTrackerService). One method a file in
// tracker/. Thread-safe.
#pragma once

#include "common/base/result.h"
#include "yarn/resource_manager/rpc/convert.h"
#include "yarn/resource_manager/rpc/manager.h"

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace hadoop::yarn {
class RegisterNodeManagerRequestProto;
class RegisterNodeManagerResponseProto;
class NodeHeartbeatRequestProto;
class NodeHeartbeatResponseProto;
class UnRegisterNodeManagerRequestProto;
class UnRegisterNodeManagerResponseProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

class TrackerProtocol {
 public:
  // `manager` must outlive this.
  TrackerProtocol(Manager& manager, std::int64_t heartbeat_ms)
      : manager_(manager), heartbeat_ms_(heartbeat_ms) {}

  void bind_to(rpc::Service& service);

  Result<wire::RegisterNodeManagerResponseProto> register_node_manager(
      const wire::RegisterNodeManagerRequestProto& request, rpc::Call& call);
  Result<wire::NodeHeartbeatResponseProto> node_heartbeat(
      const wire::NodeHeartbeatRequestProto& request, rpc::Call& call);
  Result<wire::UnRegisterNodeManagerResponseProto> un_register_node_manager(
      const wire::UnRegisterNodeManagerRequestProto& request, rpc::Call& call);

 private:
  Manager& manager_;
  const std::int64_t heartbeat_ms_;
};

}  // namespace mammoth::yarn
