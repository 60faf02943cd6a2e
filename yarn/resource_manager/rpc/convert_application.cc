#include "yarn/resource_manager/rpc/convert_application.h"

#include <fmt/format.h>

#include "common/protocol/yarn/application.pb.h"
#include "common/protocol/yarn/container.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/protocol/yarn/submission.pb.h"
#include "common/security/token.h"

namespace mammoth::yarn {

namespace {

constexpr const char* kNotAvailable = "N/A";

wire::YarnApplicationStateProto state_of(ApplicationState state) {
  switch (state) {
    case ApplicationState::kNew:
      return wire::NEW;
    case ApplicationState::kSubmitted:
      return wire::SUBMITTED;
    case ApplicationState::kAccepted:
      return wire::ACCEPTED;
    case ApplicationState::kRunning:
      return wire::RUNNING;
    case ApplicationState::kFinishing:
    case ApplicationState::kFinished:
      return wire::FINISHED;
    case ApplicationState::kFailed:
      return wire::FAILED;
    case ApplicationState::kKilled:
      return wire::KILLED;
  }
  return wire::NEW;
}

wire::YarnApplicationAttemptStateProto state_of(AttemptState state) {
  switch (state) {
    case AttemptState::kScheduled:
      return wire::APP_ATTEMPT_SCHEDULED;
    case AttemptState::kAllocated:
      return wire::APP_ATTEMPT_ALLOCATED;
    case AttemptState::kLaunched:
      return wire::APP_ATTEMPT_LAUNCHED;
    case AttemptState::kRunning:
      return wire::APP_ATTEMPT_RUNNING;
    case AttemptState::kFinishing:
      return wire::APP_ATTEMPT_FINISHING;
    case AttemptState::kFinished:
      return wire::APP_ATTEMPT_FINISHED;
    case AttemptState::kFailed:
      return wire::APP_ATTEMPT_FAILED;
    case AttemptState::kKilled:
      return wire::APP_ATTEMPT_KILLED;
  }
  return wire::APP_ATTEMPT_NEW;
}

void fill_nothing(wire::ApplicationResourceUsageReportProto& usage) {
  usage.set_num_used_containers(-1);
  usage.set_num_reserved_containers(-1);
  for (auto* resource : {usage.mutable_used_resources(), usage.mutable_reserved_resources(),
                         usage.mutable_needed_resources()})
    *resource = to_proto(Resource{-1, -1});
}

float percent_of(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? 100.0F * static_cast<float>(part) / static_cast<float>(whole) : 0;
}

void add_seconds(google::protobuf::RepeatedPtrField<wire::StringLongMapProto>& map,
                 const ContainerSeconds& seconds) {
  const auto add = [&](const char* key, std::int64_t value) {
    auto& entry = *map.Add();
    entry.set_key(key);
    entry.set_value(value);
  };
  add("memory-mb", seconds.memory);
  add("vcores", seconds.vcores);
}

void fill_usage(const Cluster& cluster, const Application& application,
                wire::ApplicationResourceUsageReportProto& usage) {
  const auto use = cluster.scheduler().application(application.spec.id);
  if (use) {
    usage.set_num_used_containers(use->containers);
    usage.set_num_reserved_containers(use->reservations);
    *usage.mutable_used_resources() = to_proto(use->used);
    *usage.mutable_reserved_resources() = to_proto(use->reserved);
    *usage.mutable_needed_resources() = to_proto(use->used + use->reserved);
    const std::int64_t all = cluster.scheduler().cluster_resource().memory_mb;
    usage.set_cluster_usage_percentage(percent_of(use->used.memory_mb, all));
    const auto queue = cluster.scheduler().queue(application.queue);
    usage.set_queue_usage_percentage(
        percent_of(use->used.memory_mb, queue ? queue->guaranteed.memory_mb : 0));
  } else {
    fill_nothing(usage);
    usage.set_queue_usage_percentage(0);
    usage.set_cluster_usage_percentage(0);
  }
  const ContainerSeconds used = cluster.container_seconds(application);
  usage.set_memory_seconds(used.memory);
  usage.set_vcore_seconds(used.vcores);
  usage.set_preempted_memory_seconds(application.preempted.memory);
  usage.set_preempted_vcore_seconds(application.preempted.vcores);
  add_seconds(*usage.mutable_application_resource_usage_map(), used);
  add_seconds(*usage.mutable_application_preempted_resource_usage_map(), application.preempted);
}

void fill_attempt(const Cluster& cluster, const ApplicationAttempt& attempt,
                  wire::ApplicationReportProto& report) {
  report.set_host(attempt.host);
  report.set_rpc_port(attempt.rpc_port);
  report.set_trackingurl(cluster.tracking_url(attempt));
  report.set_originaltrackingurl(attempt.state == AttemptState::kFailed ||
                                         attempt.state == AttemptState::kKilled
                                     ? report.trackingurl()
                                     : attempt.tracking_url);
  report.set_progress(attempt.progress);
  *report.mutable_currentapplicationattemptid() = to_proto(attempt.id);
  report.set_log_aggregation_status(attempt.master ? wire::LOG_DISABLED : wire::LOG_NOT_START);
}

void fill_lifetime(const Cluster& cluster, const Application& application,
                   wire::ApplicationReportProto& report) {
  auto& timeout = *report.add_apptimeouts();
  timeout.set_application_timeout_type(wire::APP_TIMEOUT_LIFETIME);
  auto& lifetime = *timeout.mutable_application_timeout();
  lifetime.set_application_timeout_type(wire::APP_TIMEOUT_LIFETIME);
  const Lifetime text = cluster.lifetime_of(application);
  lifetime.set_expire_time(text.expiry);
  lifetime.set_remaining_time(text.remaining_s);
}

void fill_unseen(const Application& application, wire::ApplicationReportProto& report) {
  report.set_host(kNotAvailable);
  report.set_rpc_port(-1);
  report.set_trackingurl(kNotAvailable);
  report.set_originaltrackingurl(kNotAvailable);
  report.set_diagnostics(kNotAvailable);
  report.set_progress(0);
  *report.mutable_currentapplicationattemptid() = to_proto(AttemptId{application.spec.id, -1});
  fill_nothing(*report.mutable_app_resource_usage());
}

}  // namespace

wire::ApplicationReportProto application_report(const Cluster& cluster,
                                                const Application& application,
                                                const Caller& caller) {
  const ApplicationSpec& spec = application.spec;
  wire::ApplicationReportProto report;
  *report.mutable_applicationid() = to_proto(spec.id);
  report.set_user(spec.user);
  report.set_queue(application.queue);
  report.set_name(spec.name);
  report.set_yarn_application_state(state_of(application.state));
  report.set_starttime(application.submitted_ms);
  report.set_submittime(application.submitted_ms);
  report.set_launchtime(application.launched_ms);
  report.set_finishtime(application.finished_ms);
  report.set_final_application_status(
      static_cast<wire::FinalApplicationStatusProto>(application.final_status()));
  report.set_applicationtype(spec.type);
  for (const std::string& tag : spec.tags) report.add_applicationtags(tag);
  report.set_unmanaged_application(spec.unmanaged);
  report.mutable_priority()->set_priority(application.priority);
  report.set_appnodelabelexpression("<Not set>");
  report.set_amnodelabelexpression(spec.unmanaged ? "<Not set>" : "<DEFAULT_PARTITION>");
  fill_lifetime(cluster, application, report);
  fill_unseen(application, report);
  if (!cluster.may_view(application, caller)) return report;
  report.set_diagnostics(application.shown_diagnostics());
  if (const ApplicationAttempt* attempt = application.current())
    fill_attempt(cluster, *attempt, report);
  else
    report.set_trackingurl(
        fmt::format("http://{}/proxy/{}/", cluster.settings().web_address, to_text(spec.id)));
  fill_usage(cluster, application, *report.mutable_app_resource_usage());
  return report;
}

wire::ApplicationAttemptReportProto attempt_report(const Cluster& cluster,
                                                   const ApplicationAttempt& attempt) {
  wire::ApplicationAttemptReportProto report;
  *report.mutable_application_attempt_id() = to_proto(attempt.id);
  report.set_host(attempt.host);
  report.set_rpc_port(attempt.rpc_port);
  report.set_tracking_url(cluster.tracking_url(attempt));
  report.set_original_tracking_url(attempt.tracking_url);
  report.set_diagnostics(attempt.diagnostics.empty() ? attempt.waiting : attempt.diagnostics);
  report.set_yarn_application_attempt_state(state_of(attempt.state));
  if (attempt.master) *report.mutable_am_container_id() = to_proto(attempt.master->id);
  report.set_starttime(attempt.started_ms);
  report.set_finishtime(attempt.finished_ms);
  return report;
}

wire::ContainerReportProto container_report(const Application& application,
                                            const ContainerReport& it) {
  wire::ContainerReportProto report;
  const Container& container = it.container;
  *report.mutable_container_id() = to_proto(container.id);
  *report.mutable_resource() = to_proto(container.resource);
  *report.mutable_node_id() = to_proto(container.node);
  report.mutable_priority()->set_priority(container.key.priority);
  report.set_creation_time(container.created_ms);
  report.set_finish_time(0);
  report.set_diagnostics_info("");
  report.set_log_url(fmt::format("http://{}/node/containerlogs/{}/{}", container.node_http_address,
                                 to_text(container.id), application.spec.user));
  report.set_container_exit_status(0);
  report.set_container_state(it.state == ContainerState::kRunning ? wire::C_RUNNING : wire::C_NEW);
  report.set_node_http_address("http://" + container.node_http_address);
  report.set_executiontype(wire::GUARANTEED);
  return report;
}

std::optional<wire::LogAggregationContextProto> log_aggregation_of(const Application& application) {
  wire::ApplicationSubmissionContextProto context;
  if (!context.ParseFromString(application.spec.context) || !context.has_log_aggregation_context())
    return std::nullopt;
  return context.log_aggregation_context();
}

wire::ContainerProto granted_container(
    Manager& manager, const Application& application, const Container& container,
    const std::optional<wire::LogAggregationContextProto>& logs) {
  wire::ContainerTokenIdentifierProto identifier;
  *identifier.mutable_containerid() = to_proto(container.id);
  identifier.set_nmhostaddr(to_text(container.node));
  identifier.set_appsubmitter(application.spec.user);
  *identifier.mutable_resource() = to_proto(container.resource);
  identifier.set_rmidentifier(manager.started_ms());
  identifier.mutable_priority()->set_priority(container.key.priority);
  identifier.set_creationtime(container.created_ms);
  if (logs) *identifier.mutable_logaggregationcontext() = *logs;
  identifier.set_nodelabelexpression("");
  identifier.set_containertype(container.application_master ? wire::APPLICATION_MASTER
                                                            : wire::TASK);
  identifier.set_executiontype(wire::GUARANTEED);
  identifier.set_version(0);
  identifier.set_allocation_request_id(container.key.allocation_request_id);

  wire::ContainerProto proto;
  *proto.mutable_id() = to_proto(container.id);
  *proto.mutable_nodeid() = to_proto(container.node);
  proto.set_node_http_address(container.node_http_address);
  *proto.mutable_resource() = to_proto(container.resource);
  proto.mutable_priority()->set_priority(container.key.priority);
  *proto.mutable_container_token() = security::to_proto(
      manager.container_tokens().issue(std::move(identifier), manager.address_of(container.node)));
  proto.set_execution_type(wire::GUARANTEED);
  proto.set_allocation_request_id(container.key.allocation_request_id);
  proto.set_version(0);
  return proto;
}

}  // namespace mammoth::yarn
