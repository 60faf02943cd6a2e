#include "yarn/node_manager/rpc/tracker_session.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "common/protocol/yarn/resource_tracker.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/node_manager/rpc/convert.h"

namespace mammoth::yarn::node {

namespace {

constexpr const char* kTracker = "org.apache.hadoop.yarn.server.api.ResourceTrackerPB";

rpc::ClientOptions tracker_options() {
  rpc::ClientOptions options;
  options.connect_timeout = std::chrono::seconds(5);
  options.rpc_timeout = std::chrono::seconds(30);
  options.retry.max_attempts = 1;  // the session repeats by itself
  return options;
}

rpc::Target tracker_target(const HostPort& address, const std::string& user) {
  return {.addresses = {address}, .protocol = kTracker, .user = user};
}

wire::NodeIdProto node_id_of(const NodeSettings& settings) {
  wire::NodeIdProto id;
  id.set_host(settings.host);
  id.set_port(settings.port);
  return id;
}

void fill_health(wire::NodeStatusProto& status, const NodeHealth& health) {
  status.mutable_nodehealthstatus()->set_is_node_healthy(health.good);
  status.mutable_nodehealthstatus()->set_health_report(health.report);
  status.mutable_nodehealthstatus()->set_last_health_report_time(health.checked_ms);
}

void fill_use(wire::ResourceUtilizationProto& proto, const Utilization& use) {
  proto.set_pmem(static_cast<std::int32_t>(use.physical_mb));
  proto.set_vmem(static_cast<std::int32_t>(use.virtual_mb));
  proto.set_cpu(0);
}

}  // namespace

TrackerSession::TrackerSession(Node& node, TrackerSettings settings, Ended ended)
    : node_(node),
      settings_(std::move(settings)),
      ended_(std::move(ended)),
      client_(tracker_options()),
      tracker_(client_.proxy(tracker_target(settings_.resource_manager, node.settings().user))) {}

TrackerSession::~TrackerSession() {
  stop(false);
}

void TrackerSession::start() {
  thread_ = std::thread([this] { run(); });
}

void TrackerSession::stop(bool unregister) {
  const bool was_running = thread_.joinable();
  stopping_ = true;
  node_.wake();
  if (was_running) thread_.join();
  if (!was_running || !unregister || node_.resource_manager == 0) return;
  wire::UnRegisterNodeManagerRequestProto request;
  *request.mutable_node_id() = node_id_of(node_.settings());
  const auto answer =
      tracker_->call<wire::UnRegisterNodeManagerResponseProto>("unRegisterNodeManager", request);
  if (answer) log::info("nodemanager", "Successfully Unregistered the Node with ResourceManager.");
}

void TrackerSession::run() {
  try {
    converse();
  } catch (const std::exception& failure) {
    if (!stopping_) ended_(failure.what());
  }
}

void TrackerSession::pause() {
  const auto end = std::chrono::steady_clock::now() + settings_.retry_interval;
  while (!stopping_ && std::chrono::steady_clock::now() < end)
    node_.wait_for_news(std::min(settings_.retry_interval, std::chrono::milliseconds(200)));
}

// Registered or not is all the state there is between two calls.
void TrackerSession::converse() {
  bool registered = false;
  std::int64_t last_contact = node_.clock().monotonic_ms();
  while (!stopping_) {
    Result<void> outcome;
    if (!registered) {
      outcome = register_node();
      registered = outcome.has_value();
    } else {
      const Result<bool> again = beat();
      if (!again) outcome = again.error();
      if (again && *again) registered = false;
      if (again && !*again) node_.wait_for_news(std::chrono::milliseconds(interval_ms_));
    }
    if (outcome) {
      last_contact = node_.clock().monotonic_ms();
      continue;
    }
    if (outcome.error().code == ErrorCode::kIllegalState) return ended_(outcome.error().message);
    log::warn("nodemanager", "ResourceManager {}: {}", settings_.resource_manager.to_string(),
              outcome.error().message);
    if (node_.clock().monotonic_ms() - last_contact > settings_.connect_wait.count())
      return ended_("the ResourceManager cannot be reached: " + outcome.error().message);
    pause();
  }
}

Result<void> TrackerSession::register_node() {
  const NodeSettings& settings = node_.settings();
  wire::RegisterNodeManagerRequestProto request;
  *request.mutable_node_id() = node_id_of(settings);
  request.set_http_port(settings.http_port);
  *request.mutable_resource() = resource_of(settings.memory_mb, settings.vcores);
  *request.mutable_physicalresource() = request.resource();
  request.set_nm_version(settings.version);
  node_.with([&](Containers& containers) {
    for (const auto& [id, container] : containers.all())
      *request.add_container_statuses() = registered_status_of(container);
    for (const auto& [id, application] : containers.applications())
      if (const auto proto = application_id_of(id)) *request.add_runningapplications() = *proto;
  });
  wire::NodeStatusProto& status = *request.mutable_nodestatus();
  *status.mutable_node_id() = request.node_id();
  fill_health(status, node_.health());
  const auto answer =
      TRY(tracker_->call<wire::RegisterNodeManagerResponseProto>("registerNodeManager", request));
  TRY(accept_registration(answer));
  log::info("nodemanager",
            "Registered with ResourceManager as {}:{} with total resource of "
            "<memory:{}, vCores:{}>",
            settings.host, settings.port, settings.memory_mb, settings.vcores);
  return {};
}

Result<void> TrackerSession::accept_registration(
    const wire::RegisterNodeManagerResponseProto& answer) {
  if (answer.nodeaction() == wire::SHUTDOWN)
    return Error{ErrorCode::kIllegalState,
                 fmt::format("Received SHUTDOWN signal from Resourcemanager, Registration of "
                             "NodeManager failed, Message from ResourceManager: {}",
                             answer.diagnostics_message())};
  node_.container_tokens().set_node(node_id_of(node_.settings()));
  node_.node_tokens().set_node(node_id_of(node_.settings()));
  node_.container_tokens().set_key(yarn_tokens::from_proto(answer.container_token_master_key()));
  node_.node_tokens().set_key(yarn_tokens::from_proto(answer.nm_token_master_key()));
  container_key_ = answer.container_token_master_key().key_id();
  node_key_ = answer.nm_token_master_key().key_id();
  node_.keep_tokens();
  node_.resource_manager = answer.rm_identifier();
  response_id_ = 0;
  return {};
}

std::vector<std::string> TrackerSession::fill_status(wire::NodeStatusProto& status) {
  *status.mutable_node_id() = node_id_of(node_.settings());
  status.set_response_id(response_id_);
  fill_health(status, node_.health());
  const auto [containers_use, machine_use] = node_.utilization();
  fill_use(*status.mutable_containers_utilization(), containers_use);
  fill_use(*status.mutable_node_utilization(), machine_use);
  return node_.with([&](Containers& containers) {
    containers.tick();
    std::vector<std::string> finished;
    for (const Container* container : containers.due()) {
      *status.add_containersstatuses() = status_of(*container);
      if (container->state == ContainerState::kDone) finished.push_back(container->spec.id);
    }
    return finished;
  });
}

Result<bool> TrackerSession::beat() {
  wire::NodeHeartbeatRequestProto request;
  const std::vector<std::string> finished = fill_status(*request.mutable_node_status());
  request.mutable_last_known_container_token_master_key()->set_key_id(container_key_);
  request.mutable_last_known_nm_token_master_key()->set_key_id(node_key_);
  request.set_tokensequenceno(0);
  const auto answer =
      TRY(tracker_->call<wire::NodeHeartbeatResponseProto>("nodeHeartbeat", request));
  if (answer.nodeaction() == wire::SHUTDOWN)
    return Error{ErrorCode::kIllegalState,
                 fmt::format("Received SHUTDOWN signal from Resourcemanager as part of heartbeat, "
                             "hence shutting down. Message from ResourceManager: {}",
                             answer.diagnostics_message())};
  if (answer.nodeaction() == wire::RESYNC) {
    log::warn("nodemanager",
              "Node is out of sync with ResourceManager, hence resyncing. Message from "
              "ResourceManager: {}",
              answer.diagnostics_message());
    return true;
  }
  response_id_ = answer.response_id();
  if (answer.nextheartbeatinterval() > 0) interval_ms_ = answer.nextheartbeatinterval();
  node_.with([&](Containers& containers) { containers.told(finished); });
  learn_keys(answer);
  carry_out(answer);
  return false;
}

void TrackerSession::learn_keys(const wire::NodeHeartbeatResponseProto& answer) {
  if (answer.has_container_token_master_key()) {
    node_.container_tokens().set_key(yarn_tokens::from_proto(answer.container_token_master_key()));
    container_key_ = answer.container_token_master_key().key_id();
  }
  if (answer.has_nm_token_master_key()) {
    node_.node_tokens().set_key(yarn_tokens::from_proto(answer.nm_token_master_key()));
    node_key_ = answer.nm_token_master_key().key_id();
  }
  node_.keep_tokens();
}

void TrackerSession::carry_out(const wire::NodeHeartbeatResponseProto& answer) {
  node_.with([&](Containers& containers) {
    std::vector<std::string> forgotten;
    for (const auto& id : answer.containers_to_be_removed_from_nm())
      forgotten.push_back(yarn_tokens::id_text(id));
    containers.forget(forgotten);
    for (const auto& id : answer.containers_to_cleanup())
      containers.kill(yarn_tokens::id_text(id), kExitKilledByResourceManager,
                      "Container Killed by ResourceManager");
    for (const auto& id : answer.applications_to_cleanup())
      containers.finish_application(yarn_tokens::id_text(id),
                                    "Application killed by ResourceManager");
  });
  for (const auto& order : answer.containers_to_signal())
    node_.signal(yarn_tokens::id_text(order.container_id()), signal_number(order.command()));
}

}  // namespace mammoth::yarn::node
