#include "yarn/node_manager/rpc/container_protocol.h"

#include <fmt/format.h>

#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/rpc/remote_error.h"
#include "common/yarn_tokens/id_text.h"

namespace mammoth::yarn::node {

void ContainerProtocol::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("startContainers", kIdempotent, *this, &ContainerProtocol::start_containers);
  service.bind("stopContainers", kIdempotent, *this, &ContainerProtocol::stop_containers);
  service.bind("getContainerStatuses", kIdempotent, *this,
               &ContainerProtocol::get_container_statuses);
  service.bind("signalToContainer", kIdempotent, *this, &ContainerProtocol::signal_to_container);
  for (const char* method :
       {"increaseContainersResource", "updateContainer", "localize", "reInitializeContainer",
        "restartContainer", "rollbackLastReInitialization", "commitLastReInitialization",
        "getLocalizationStatuses"})
    service.bind_unsupported(method);
}

Result<wire::NMTokenIdentifierProto> caller_of(const rpc::Call& call) {
  if (call.token_identifier().empty()) return yarn_error("Invalid NMToken");
  return yarn_tokens::parse_nm_identifier(call.token_identifier());
}

Result<void> check_owner(const wire::NMTokenIdentifierProto& caller,
                         const wire::ContainerIdProto& container, std::string_view verb) {
  const std::string own = yarn_tokens::id_text(caller.appattemptid().application_id());
  if (own == yarn_tokens::id_text(container.app_attempt_id().application_id())) return {};
  return yarn_error(fmt::format("{} attempted to {} non-application container : {}",
                                yarn_tokens::id_text(caller.appattemptid()), verb,
                                yarn_tokens::id_text(container)));
}

void add_failure(wire::ContainerExceptionMapProto& entry, const wire::ContainerIdProto& container,
                 const Error& error) {
  *entry.mutable_container_id() = container;
  entry.mutable_exception()->set_class_name(std::string(rpc::java_class_of(error)));
  entry.mutable_exception()->set_message(error.message);
  entry.mutable_exception()->set_trace("");
}

}  // namespace mammoth::yarn::node
