#include "yarn/resource_manager/rpc/launcher.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include "common/base/log.h"
#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/submission.pb.h"
#include "common/security/credentials.h"
#include "common/security/token_sasl.h"
#include "yarn/resource_manager/rpc/convert_application.h"

namespace mammoth::yarn {

namespace {

constexpr const char* kProtocol = "org.apache.hadoop.yarn.api.ContainerManagementProtocolPB";

void set_variable(wire::ContainerLaunchContextProto& context, const std::string& key,
                  std::string value) {
  for (auto& entry : *context.mutable_environment())
    if (entry.key() == key) return entry.set_value(std::move(value));
  auto& entry = *context.add_environment();
  entry.set_key(key);
  entry.set_value(std::move(value));
}

Result<wire::ContainerLaunchContextProto> launch_context(const Application& application,
                                                         security::Token master_token) {
  wire::ApplicationSubmissionContextProto submission;
  if (!submission.ParseFromString(application.spec.context))
    return Error{ErrorCode::kIo, "the submission cannot be read"};
  wire::ContainerLaunchContextProto context = std::move(*submission.mutable_am_container_spec());
  security::Credentials credentials;
  if (!context.tokens().empty()) credentials = TRY(security::decode_credentials(context.tokens()));
  credentials.add(master_token.service, std::move(master_token));
  context.set_tokens(security::encode_credentials(credentials));
  set_variable(context, "APPLICATION_WEB_PROXY_BASE", "/proxy/" + to_text(application.spec.id));
  set_variable(context, "APP_SUBMIT_TIME_ENV", std::to_string(application.submitted_ms));
  return context;
}

}  // namespace

struct Launcher::Order {
  AttemptId attempt;
  Result<void> prepared{};
  HostPort address{};
  security::TokenSaslClients tokens{};
  wire::StartContainersRequestProto request{};
};

Launcher::Launcher(Manager& manager) : manager_(manager) {}

Launcher::~Launcher() {
  stop();
}

void Launcher::launch(const Application& application, const AttemptId& attempt,
                      const Container& container) {
  auto order = std::make_shared<Order>();
  order->attempt = attempt;
  const std::string address = manager_.address_of(container.node);
  if (auto parsed = parse_host_port(address, 0))
    order->address = *parsed;
  else
    order->prepared = parsed.error();
  order->tokens.add(manager_.node_tokens().issue(to_proto(attempt), to_proto(container.node),
                                                 application.spec.user, address));
  auto context = launch_context(application, manager_.master_tokens().issue(to_proto(attempt)));
  auto& start = *order->request.add_start_container_request();
  if (context)
    *start.mutable_container_launch_context() = std::move(*context);
  else
    order->prepared = context.error();
  *start.mutable_container_token() =
      granted_container(manager_, application, container, log_aggregation_of(application))
          .container_token();
  asio::post(pool_.at(0), [this, order] { launches_.spawn(carry_out(order)); });
}

Task<> Launcher::carry_out(std::shared_ptr<Order> order) {
  Result<void> outcome = order->prepared;
  // A master that no restart would know of must not run. The disk is waited for on this thread,
  // whose other launches wait for the same write.
  if (outcome && !manager_.flush())
    outcome = Error{ErrorCode::kIo, "the state store cannot be written"};
  if (outcome) outcome = co_await call_node(*order);
  manager_.with([&](Cluster& cluster) {
    if (outcome)
      cluster.master_launched(order->attempt);
    else
      cluster.master_launch_failed(order->attempt, outcome.error().message);
  });
  if (!outcome)
    log::warn("resourcemanager", "Error launching {}. Got exception: {}", to_text(order->attempt),
              outcome.error().message);
}

Task<Result<void>> Launcher::call_node(const Order& order) {
  rpc::ClientOptions options;
  options.sasl = const_cast<security::TokenSaslClients*>(&order.tokens);
  rpc::Client client(pool_.at(0).get_executor(), options);
  rpc::Target target{
      .addresses = {order.address}, .protocol = kProtocol, .user = to_text(order.attempt)};
  rpc::Proxy node(client, target);
  const Result<wire::StartContainersResponseProto> response =
      co_await node.call<wire::StartContainersResponseProto>("startContainers", order.request);
  if (!response) co_return response.error();
  if (response->failed_requests_size() == 0) co_return Result<void>();
  const auto& failure = response->failed_requests(0).exception();
  co_return Error{ErrorCode::kIo, failure.class_name() + ": " + failure.message()};
}

Task<> Launcher::drain() {
  launches_.cancel();
  co_await launches_.join();
}

void Launcher::stop() {
  if (std::exchange(stopped_, true)) return;
  asio::co_spawn(pool_.at(0), drain(), asio::use_future).get();
}

}  // namespace mammoth::yarn
