#include "yarn/resource_manager/rpc/convert.h"

#include <fmt/format.h>

#include "common/protocol/yarn/node_status.pb.h"
#include "common/protocol/yarn/resource_request.pb.h"
#include "common/protocol/yarn/submission.pb.h"
#include "yarn/resource_manager/cluster/refusals.h"

namespace mammoth::yarn {

wire::ApplicationIdProto to_proto(const ApplicationId& id) {
  wire::ApplicationIdProto proto;
  proto.set_id(id.id);
  proto.set_cluster_timestamp(id.cluster_timestamp);
  return proto;
}

wire::ApplicationAttemptIdProto to_proto(const AttemptId& id) {
  wire::ApplicationAttemptIdProto proto;
  *proto.mutable_application_id() = to_proto(id.application);
  proto.set_attemptid(id.attempt);
  return proto;
}

wire::ContainerIdProto to_proto(const ContainerId& id) {
  wire::ContainerIdProto proto;
  *proto.mutable_app_attempt_id() = to_proto(id.attempt);
  proto.set_id(id.id);
  return proto;
}

wire::NodeIdProto to_proto(const NodeId& id) {
  wire::NodeIdProto proto;
  proto.set_host(id.host);
  proto.set_port(id.port);
  return proto;
}

ApplicationId from_proto(const wire::ApplicationIdProto& id) {
  return {id.cluster_timestamp(), id.id()};
}

AttemptId from_proto(const wire::ApplicationAttemptIdProto& id) {
  return {from_proto(id.application_id()), id.attemptid()};
}

ContainerId from_proto(const wire::ContainerIdProto& id) {
  return {from_proto(id.app_attempt_id()), id.id()};
}

NodeId from_proto(const wire::NodeIdProto& id) {
  return {id.host(), id.port()};
}

wire::ResourceProto to_proto(const Resource& resource) {
  wire::ResourceProto proto;
  proto.set_memory(resource.memory_mb);
  proto.set_virtual_cores(static_cast<std::int32_t>(resource.vcores));
  const auto add = [&](const char* key, std::int64_t value, const char* units) {
    auto& entry = *proto.add_resource_value_map();
    entry.set_key(key);
    entry.set_value(value);
    entry.set_units(units);
    entry.set_type(wire::COUNTABLE);
  };
  add("memory-mb", resource.memory_mb, "Mi");
  add("vcores", resource.vcores, "");
  return proto;
}

Resource from_proto(const wire::ResourceProto& resource) {
  return {resource.memory(), resource.virtual_cores()};
}

wire::ResourceUtilizationProto to_proto(const Utilization& use) {
  wire::ResourceUtilizationProto proto;
  proto.set_pmem(use.physical_mb);
  proto.set_vmem(use.virtual_mb);
  proto.set_cpu(use.cpu);
  return proto;
}

Utilization from_proto(const wire::ResourceUtilizationProto& use) {
  return {use.pmem(), use.vmem(), use.cpu()};
}

NodeHealth from_proto(const wire::NodeHealthStatusProto& health) {
  return {.healthy = health.is_node_healthy(),
          .report = health.health_report(),
          .reported_ms = health.last_health_report_time()};
}

ResourceRequest from_proto(const wire::ResourceRequestProto& ask) {
  return {.priority = ask.priority().priority(),
          .name = ask.resource_name(),
          .capability = from_proto(ask.capability()),
          .containers = ask.num_containers(),
          .relax_locality = ask.relax_locality(),
          .allocation_request_id = ask.allocation_request_id(),
          .node_label_expression = ask.node_label_expression()};
}

wire::ContainerStatusProto to_proto(const ContainerEnd& end) {
  wire::ContainerStatusProto proto;
  *proto.mutable_container_id() = to_proto(end.id);
  proto.set_state(wire::C_COMPLETE);
  proto.set_diagnostics(end.diagnostics);
  proto.set_exit_status(end.exit_status);
  *proto.mutable_capability() = to_proto(end.resource);
  proto.set_executiontype(wire::GUARANTEED);
  proto.set_container_sub_state(wire::CSS_DONE);
  return proto;
}

Result<ApplicationSpec> from_proto(const wire::ApplicationSubmissionContextProto& context,
                                   const std::string& user) {
  ApplicationSpec spec{.id = from_proto(context.application_id()),
                       .user = user,
                       .name = context.application_name(),
                       .type = context.applicationtype(),
                       .queue = context.queue(),
                       .tags = {context.applicationtags().begin(), context.applicationtags().end()},
                       .priority = context.priority().priority(),
                       .max_attempts = context.maxappattempts(),
                       .unmanaged = context.unmanaged_am(),
                       .keep_containers = context.keep_containers_across_application_attempts(),
                       .failures_validity_ms = context.attempt_failures_validity_interval(),
                       .context = context.SerializeAsString()};
  for (const auto& acl : context.am_container_spec().application_acls())
    (acl.accesstype() == wire::APPACCESS_VIEW_APP ? spec.viewers : spec.modifiers) =
        AccessList(acl.acl());
  for (const auto& timeout : context.application_timeouts()) {
    if (timeout.timeout() <= 0)
      return yarn_error("YarnException",
                        fmt::format("Invalid application timeout, value={} for type=LIFETIME",
                                    timeout.timeout()));
    spec.lifetime_s = timeout.timeout();
  }
  const auto& asks = context.am_container_resource_request();
  for (const auto& ask : asks)
    if (ask.resource_name() == kAnywhere) spec.master_resource = from_proto(ask.capability());
  if (asks.empty() && context.has_resource()) spec.master_resource = from_proto(context.resource());
  if (!spec.unmanaged && asks.empty() && !context.has_resource())
    return yarn_error("InvalidResourceRequestException",
                      "Invalid resource request, no resources requested");
  return spec;
}

wire::NodeReportProto node_report(const Cluster& cluster, const ClusterNode& node) {
  wire::NodeReportProto report;
  *report.mutable_nodeid() = to_proto(node.id);
  report.set_httpaddress(node.http_address());
  report.set_rackname(node.rack);
  const NodeUse use = cluster.scheduler().node(node.id).value_or(NodeUse{});
  *report.mutable_used() = to_proto(use.used);
  *report.mutable_capability() = to_proto(node.total);
  if (use.containers > 0) report.set_numcontainers(use.containers);
  report.set_node_state(static_cast<wire::NodeStateProto>(node.state));
  report.set_health_report(node.health.report);
  report.set_last_health_report_time(node.health.reported_ms);
  if (node.containers.physical_mb >= 0)
    *report.mutable_containers_utilization() = to_proto(node.containers);
  if (node.machine.physical_mb >= 0) *report.mutable_node_utilization() = to_proto(node.machine);
  return report;
}

}  // namespace mammoth::yarn
