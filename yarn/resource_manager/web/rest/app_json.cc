#include "yarn/resource_manager/web/rest/app_json.h"

#include <fmt/format.h>

namespace mammoth::yarn {

namespace {

// A map as Jersey writes it: one member named entry for each.
void write_seconds(http::JsonWriter& json, std::string_view name, const ContainerSeconds& it) {
  json.key(name).begin_object();
  const auto add = [&](const char* key, std::int64_t value) {
    json.key("entry").begin_object();
    json.member("key", key).member("value", std::to_string(value)).end_object();
  };
  if (it.memory != 0 || it.vcores != 0) {
    add("memory-mb", it.memory);
    add("vcores", it.vcores);
  }
  json.end_object();
}

void write_place(http::JsonWriter& json, const Application& application) {
  const ApplicationAttempt* attempt = application.current();
  if (!attempt || !attempt->master) return;
  const Container& master = *attempt->master;
  json.member("amContainerLogs",
              fmt::format("http://{}/node/containerlogs/{}/{}", master.node_http_address,
                          to_text(master.id), application.spec.user));
  json.member("amHostHttpAddress", master.node_http_address);
  if (attempt->rpc_port > 0)
    json.member("amRPCAddress", fmt::format("{}:{}", attempt->host, attempt->rpc_port));
  json.member("masterNodeId", to_text(master.node));
}

http::Decimal percent_of(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? shown(100.0F * static_cast<float>(part) / static_cast<float>(whole))
                   : http::Decimal{};
}

void write_use(http::JsonWriter& json, const Cluster& cluster, const Application& application,
               const std::optional<ApplicationUse>& use) {
  const Resource used = use ? use->used : Resource{-1, -1};
  const Resource reserved = use ? use->reserved : Resource{-1, -1};
  json.member("allocatedMB", used.memory_mb).member("allocatedVCores", used.vcores);
  json.member("reservedMB", reserved.memory_mb).member("reservedVCores", reserved.vcores);
  json.member("runningContainers", use ? use->containers : -1);
  const ContainerSeconds seconds = cluster.container_seconds(application);
  json.member("memorySeconds", seconds.memory).member("vcoreSeconds", seconds.vcores);
  const auto queue = cluster.scheduler().queue(application.queue);
  json.member("queueUsagePercentage", use && queue
                                          ? percent_of(used.memory_mb, queue->guaranteed.memory_mb)
                                          : http::Decimal{});
  json.member("clusterUsagePercentage",
              use ? percent_of(used.memory_mb, cluster.scheduler().cluster_resource().memory_mb)
                  : http::Decimal{});
  write_seconds(json, "resourceSecondsMap", seconds);
  json.member("preemptedResourceMB", application.preempted_resource.memory_mb);
  json.member("preemptedResourceVCores", application.preempted_resource.vcores);
  json.member("numNonAMContainerPreempted", application.preempted_containers);
  json.member("numAMContainerPreempted", application.preempted_masters);
  json.member("preemptedMemorySeconds", application.preempted.memory);
  json.member("preemptedVcoreSeconds", application.preempted.vcores);
  write_seconds(json, "preemptedResourceSecondsMap", application.preempted);
}

void write_resource_info(http::JsonWriter& json, const Application& application,
                         const ApplicationUse& use) {
  const ApplicationAttempt* attempt = application.current();
  json.key("resourceInfo").begin_object().key("resourceUsagesByPartition").begin_array();
  json.begin_object().member("partitionName", "");
  write_resource(json, "used", use.used);
  write_resource(json, "reserved", use.reserved);
  write_resource(json, "pending", use.pending);
  write_resource(json, "amUsed",
                 attempt && attempt->master ? attempt->master->resource : Resource{});
  write_resource(json, "amLimit", {});
  write_resource(json, "userAmLimit", {});
  json.end_object().end_array().end_object();
}

}  // namespace

void write_lifetime(http::JsonWriter& json, const Lifetime& lifetime) {
  json.begin_object().member("type", "LIFETIME").member("expiryTime", lifetime.expiry);
  json.member("remainingTimeInSeconds", lifetime.remaining_s).end_object();
}

void write_application(http::JsonWriter& json, const Cluster& cluster,
                       const Application& application, std::int64_t now_ms) {
  const ApplicationSpec& spec = application.spec;
  const ApplicationAttempt* attempt = application.current();
  const std::string id = to_text(spec.id);
  const bool over = application.finished_ms > 0;
  const bool reachable = attempt && attempt->response_id >= 0;
  json.member("id", id).member("user", spec.user).member("name", spec.name);
  json.member("queue", application.queue).member("state", to_text(application.state));
  json.member("finalStatus", to_text(application.final_status()));
  json.member("progress", attempt ? shown(attempt->progress * 100) : http::Decimal{});
  json.member("trackingUI", over ? "History" : reachable ? "ApplicationMaster" : "UNASSIGNED");
  if (attempt) json.member("trackingUrl", cluster.tracking_url(*attempt));
  json.member("diagnostics", application.shown_diagnostics());
  json.member("clusterId", spec.id.cluster_timestamp).member("applicationType", spec.type);
  json.member("applicationTags", fmt::format("{}", fmt::join(spec.tags, ",")));
  json.member("priority", application.priority).member("startedTime", application.submitted_ms);
  json.member("launchTime", application.launched_ms);
  json.member("finishedTime", application.finished_ms);
  json.member("elapsedTime", (over ? application.finished_ms : now_ms) - application.submitted_ms);
  write_place(json, application);
  const auto use = cluster.scheduler().application(spec.id);
  write_use(json, cluster, application, use);
  json.member("logAggregationStatus", attempt && attempt->master ? "DISABLED" : "NOT_START");
  json.member("unmanagedApplication", spec.unmanaged).member("amNodeLabelExpression", "");
  if (use) write_resource_info(json, application, *use);
  json.key("timeouts").begin_object().key("timeout").begin_array();
  write_lifetime(json, cluster.lifetime_of(application));
  json.end_array().end_object();
}

}  // namespace mammoth::yarn
