#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/node_manager/rpc/container_protocol.h"

namespace mammoth::yarn::node {

namespace {

constexpr const char* kExceptions = "org.apache.hadoop.yarn.exceptions.";

}  // namespace

Result<wire::ContainerTokenIdentifierProto> ContainerProtocol::verified(
    const wire::StartContainerRequestProto& it) {
  if (!it.has_container_token() || it.container_token().identifier().empty())
    return Error{ErrorCode::kIo, "Invalid ContainerToken"};
  return node_.container_tokens().verify(security::from_proto(it.container_token()));
}

Result<void> ContainerProtocol::check_start(const wire::NMTokenIdentifierProto& caller,
                                            const wire::ContainerTokenIdentifierProto& token,
                                            const wire::ContainerLaunchContextProto& context) {
  using yarn_tokens::id_text;
  const auto& attempt = token.containerid().app_attempt_id();
  if (id_text(caller.appattemptid().application_id()) != id_text(attempt.application_id()))
    return yarn_error(fmt::format(
        "Unauthorized request to start container.\nNMToken for application attempt : {} was used "
        "for starting container with container token issued for application attempt : {}",
        id_text(caller.appattemptid()), id_text(attempt)));
  TRY(node_.container_tokens().check_start(token));
  if (token.rmidentifier() != node_.resource_manager)
    return Error{ErrorCode::kRemote,
                 fmt::format("\nContainer {} rejected as it is allocated by a previous RM",
                             id_text(token.containerid())),
                 std::string(kExceptions) + "InvalidContainerException"};
  TRY(node_.node_tokens().begin_container(caller));
  for (const auto& data : context.service_data())
    if (std::ranges::none_of(node_.services(), [&](const AuxiliaryService* service) {
          return service->name() == data.key();
        }))
      return Error{ErrorCode::kRemote, fmt::format("The auxService:{} does not exist", data.key()),
                   std::string(kExceptions) + "InvalidAuxServiceException"};
  return {};
}

Result<void> ContainerProtocol::begin_services(const ContainerSpec& spec,
                                               const wire::ContainerLaunchContextProto& context) {
  for (const auto& data : context.service_data())
    for (AuxiliaryService* service : node_.services())
      if (service->name() == data.key()) {
        TRY(service->begin_application(spec.application, spec.user, data.value()));
        if (node_.store())
          node_.store()->save({spec.application, data.key(), spec.user, data.value()});
      }
  return {};
}

Result<wire::StartContainersResponseProto> ContainerProtocol::start_containers(
    const wire::StartContainersRequestProto& request, rpc::Call& call) {
  const wire::NMTokenIdentifierProto caller = TRY(caller_of(call));
  wire::StartContainersResponseProto response;
  for (const AuxiliaryService* service : node_.services()) {
    auto& data = *response.add_services_meta_data();
    data.set_key(service->name());
    data.set_value(service->metadata());
  }
  for (const auto& it : request.start_container_request()) {
    const auto token = TRY(verified(it));
    const auto started = [&]() -> Result<void> {
      TRY(check_start(caller, token, it.container_launch_context()));
      ContainerSpec spec = TRY(spec_of(token, it.container_launch_context()));
      TRY(begin_services(spec, it.container_launch_context()));
      log::info("nodemanager", "Start request for {} by user {}", spec.id, spec.user);
      TRY(node_.with([&](Containers& containers) { return containers.start(std::move(spec)); }));
      node_.container_tokens().record_start(token);
      return {};
    }();
    if (started) {
      *response.add_succeeded_requests() = token.containerid();
    } else if (is_yarn_error(started.error())) {
      log::warn("nodemanager", "{}", started.error().message);
      add_failure(*response.add_failed_requests(), token.containerid(), started.error());
    } else {
      return started.error();
    }
  }
  node_.keep_tokens();
  // Whoever is told that a container was started finds it here after a restart.
  if (node_.store() && !node_.store()->flush())
    return Error{ErrorCode::kIo, "the NodeManager's state store cannot be written"};
  return response;
}

}  // namespace mammoth::yarn::node
