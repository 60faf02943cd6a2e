// ContainerManagementProtocol: application masters and the ResourceManager have containers started,
// asked after and stopped here (Hadoop: ContainerManagerImpl). A connection is let in by an NMToken
// only; what it may touch are the containers of that token's application.
#pragma once

#include "common/base/result.h"
#include "common/rpc/service.h"
#include "yarn/node_manager/rpc/convert.h"
#include "yarn/node_manager/rpc/node.h"

namespace hadoop::common {
class TokenProto;
}
namespace hadoop::yarn {
class ContainerExceptionMapProto;
class GetContainerStatusesRequestProto;
class GetContainerStatusesResponseProto;
class NMTokenIdentifierProto;
class SignalContainerRequestProto;
class SignalContainerResponseProto;
class StartContainerRequestProto;
class StartContainersRequestProto;
class StartContainersResponseProto;
class StopContainersRequestProto;
class StopContainersResponseProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn::node {

// Thread-safe. Methods that Hadoop has for containers that change while they run (updateContainer,
// localize, reInitializeContainer and its kin) are refused as unsupported.
class ContainerProtocol {
 public:
  explicit ContainerProtocol(Node& node) : node_(node) {}

  void bind_to(rpc::Service& service);

  Result<wire::StartContainersResponseProto> start_containers(
      const wire::StartContainersRequestProto& request, rpc::Call& call);
  Result<wire::StopContainersResponseProto> stop_containers(
      const wire::StopContainersRequestProto& request, rpc::Call& call);
  Result<wire::GetContainerStatusesResponseProto> get_container_statuses(
      const wire::GetContainerStatusesRequestProto& request, rpc::Call& call);
  Result<wire::SignalContainerResponseProto> signal_to_container(
      const wire::SignalContainerRequestProto& request, rpc::Call& call);

 private:
  Result<wire::ContainerTokenIdentifierProto> verified(const wire::StartContainerRequestProto& it);
  Result<void> check_start(const wire::NMTokenIdentifierProto& caller,
                           const wire::ContainerTokenIdentifierProto& token,
                           const wire::ContainerLaunchContextProto& context);
  Result<void> begin_services(const ContainerSpec& spec,
                              const wire::ContainerLaunchContextProto& context);

  Node& node_;
};

// What the connection's token says.
Result<wire::NMTokenIdentifierProto> caller_of(const rpc::Call& call);
// `verb`: "stop", or "get status for".
Result<void> check_owner(const wire::NMTokenIdentifierProto& caller,
                         const wire::ContainerIdProto& container, std::string_view verb);
void add_failure(wire::ContainerExceptionMapProto& entry, const wire::ContainerIdProto& container,
                 const Error& error);

}  // namespace mammoth::yarn::node
