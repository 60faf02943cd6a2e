#include "common/yarn/node_managers.h"

#include <fmt/format.h>
#include <netdb.h>

#include "common/protocol/rpc/security.pb.h"
#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/yarn/convert.h"
#include "common/yarn/ids.h"
#include "common/yarn_tokens/id_text.h"

namespace mammoth::yarn {

namespace {

constexpr const char* kNodeProtocol = "org.apache.hadoop.yarn.api.ContainerManagementProtocolPB";

rpc::ClientOptions careful(security::SaslClientFactory& sasl) {
  rpc::ClientOptions options;
  options.sasl = &sasl;
  options.retry.max_attempts = 6;
  options.retry.first_delay = std::chrono::milliseconds(500);
  options.retry.retries_lost_calls = false;
  return options;
}

// A connection looks for its token by the address that it has dialled: every one of the host's.
std::vector<std::string> services_of(const HostPort& node) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(node.host.c_str(), nullptr, &hints, &found) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  std::vector<std::string> services;
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(at->ai_addr, at->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) ==
        0)
      services.push_back(fmt::format("{}:{}", text, node.port));
  }
  return services;
}

Error refusal(const wire::ContainerExceptionMapProto& failed) {
  const auto& exception = failed.exception();
  return {ErrorCode::kRemote, exception.message(), exception.class_name()};
}

}  // namespace

NodeManagers::NodeManagers(std::string attempt)
    : attempt_(std::move(attempt)), client_(careful(tokens_)) {}
NodeManagers::~NodeManagers() {
  proxies_.clear();
}

void NodeManagers::add_token(const std::string& node, security::Token token) {
  const auto address = parse_host_port(node, 0);
  if (!address) return;
  for (std::string& service : services_of(*address)) {
    token.service = std::move(service);
    tokens_.add(token);
  }
  const std::lock_guard lock(mutex_);
  known_.insert(node);
  proxies_.erase(node);  // the next call opens a connection with the new token
}

Result<std::shared_ptr<rpc::BlockingProxy>> NodeManagers::proxy_of(const std::string& node) {
  const std::lock_guard lock(mutex_);
  if (!known_.contains(node)) return Error{ErrorCode::kInvalidToken, "No NMToken sent for " + node};
  auto& proxy = proxies_[node];
  if (proxy == nullptr)
    proxy = client_.proxy({.addresses = {TRY(parse_host_port(node, 0))},
                           .protocol = kNodeProtocol,
                           .user = attempt_});
  return proxy;
}

Result<ServiceMetadata> NodeManagers::start(const Container& container, const Launch& launch) {
  wire::StartContainersRequestProto request;
  auto& start = *request.add_start_container_request();
  *start.mutable_container_launch_context() = TRY(launch_context(launch));
  if (!start.mutable_container_token()->ParseFromString(container.token))
    return Error{ErrorCode::kInvalidToken, container.id + " has no token"};
  const auto proxy = TRY(proxy_of(container.node));
  const auto answer =
      TRY(proxy->call<wire::StartContainersResponseProto>("startContainers", request));
  if (answer.failed_requests_size() > 0) return refusal(answer.failed_requests(0));
  ServiceMetadata metadata;
  for (const auto& entry : answer.services_meta_data()) metadata[entry.key()] = entry.value();
  return metadata;
}

Result<void> NodeManagers::stop(const std::string& node, const std::string& container) {
  wire::StopContainersRequestProto request;
  *request.add_container_id() = TRY(parse_container_id(container));
  const auto proxy = TRY(proxy_of(node));
  const auto answer =
      TRY(proxy->call<wire::StopContainersResponseProto>("stopContainers", request));
  if (answer.failed_requests_size() > 0) return refusal(answer.failed_requests(0));
  return {};
}

Result<ContainerStatus> NodeManagers::status(const std::string& node,
                                             const std::string& container) {
  wire::GetContainerStatusesRequestProto request;
  *request.add_container_id() = TRY(parse_container_id(container));
  const auto proxy = TRY(proxy_of(node));
  const auto answer =
      TRY(proxy->call<wire::GetContainerStatusesResponseProto>("getContainerStatuses", request));
  if (answer.failed_requests_size() > 0) return refusal(answer.failed_requests(0));
  if (answer.status_size() == 0)
    return Error{ErrorCode::kIo, "no status of " + container + " in the answer"};
  const auto& it = answer.status(0);
  ContainerStatus status{yarn_tokens::id_text(it.container_id()), ContainerState::kNew,
                         it.exit_status(), it.diagnostics()};
  if (it.state() == wire::C_RUNNING) status.state = ContainerState::kRunning;
  if (it.state() == wire::C_COMPLETE) status.state = ContainerState::kComplete;
  return status;
}

}  // namespace mammoth::yarn
