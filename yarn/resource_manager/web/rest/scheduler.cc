#include <fmt/format.h>

#include "yarn/resource_manager/web/rest/rest.h"

namespace mammoth::yarn {

namespace {

const QueueSettings* settings_of(const QueueSettings& at, const std::string& path) {
  if (at.path == path) return &at;
  for (const QueueSettings& child : at.children)
    if (const QueueSettings* found = settings_of(child, path)) return found;
  return nullptr;
}

struct Shown {
  const Cluster& cluster;
  const QueueReport& report;
  const QueueSettings& settings;

  std::string share_text(const char* resource) const {
    const Capacity& capacity = settings.capacity;
    switch (capacity.kind) {
      case CapacityKind::kPercent:
        return java_float(report.path == "root" ? 100 : capacity.number) + "%";
      case CapacityKind::kWeight:
        return java_float(capacity.number) + "w";
      case CapacityKind::kAbsolute:
        break;
    }
    return java_float(static_cast<float>(resource == std::string_view("vcores")
                                             ? capacity.absolute.vcores
                                             : capacity.absolute.memory_mb));
  }
  bool absolute() const { return settings.capacity.kind == CapacityKind::kAbsolute; }
  http::Decimal weight() const {
    return settings.capacity.kind == CapacityKind::kWeight ? shown(settings.capacity.number)
                                                           : http::Decimal{-1};
  }
  const char* mode() const {
    return absolute()                                        ? "absolute"
           : settings.capacity.kind == CapacityKind::kWeight ? "weight"
                                                             : "percentage";
  }
  Resource configured_least() const { return absolute() ? settings.capacity.absolute : Resource{}; }
  Resource configured_most() const {
    return settings.maximum.kind == CapacityKind::kAbsolute ? settings.maximum.absolute
                                                            : Resource{};
  }
};

void write_vector(http::JsonWriter& json, const Shown& it) {
  const std::string memory = it.share_text("memory-mb"), vcores = it.share_text("vcores");
  json.key("queueCapacityVectorInfo").begin_object();
  json.member("configuredCapacityVector", fmt::format("[memory-mb={},vcores={}]", memory, vcores));
  json.key("capacityVectorEntries").begin_array();
  json.begin_object().member("resourceName", "memory-mb").member("resourceValue", memory);
  json.end_object();
  json.begin_object().member("resourceName", "vcores").member("resourceValue", vcores);
  json.end_object().end_array().end_object();
}

void write_capacities(http::JsonWriter& json, const Shown& it) {
  const QueueReport& report = it.report;
  const SchedulerSettings& scheduler = it.cluster.scheduler().settings();
  const ResourceBounds bounds{scheduler.minimum_allocation, scheduler.maximum_allocation};
  json.key("capacities").begin_object().key("queueCapacitiesByPartition").begin_array();
  json.begin_object().member("partitionName", "");
  write_vector(json, it);
  json.member("capacity", shown(report.capacity * 100));
  json.member("usedCapacity", shown(report.used_capacity * 100));
  json.member("maxCapacity", shown(report.maximum_capacity * 100));
  json.member("absoluteCapacity", shown(report.absolute_capacity * 100));
  json.member("absoluteUsedCapacity", shown(report.absolute_used_capacity * 100));
  json.member("absoluteMaxCapacity", shown(report.absolute_maximum_capacity * 100));
  json.member("maxAMLimitPercentage",
              report.leaf ? shown(it.settings.maximum_am_share * 100) : http::Decimal{});
  json.member("weight", it.weight()).member("normalizedWeight", http::Decimal{});
  write_resource(json, "configuredMinResource", it.configured_least(), bounds);
  write_resource(json, "configuredMaxResource", it.configured_most(), bounds);
  write_resource(json, "effectiveMinResource", report.guaranteed);
  write_resource(json, "effectiveMaxResource", report.maximum);
  json.end_object().end_array().end_object();
}

void write_usages(http::JsonWriter& json, const Resource& used, const Resource& reserved,
                  const Resource& pending, const Resource& am_used, const Resource& am_limit) {
  json.key("resources").begin_object().key("resourceUsagesByPartition").begin_array();
  json.begin_object().member("partitionName", "");
  write_resource(json, "used", used);
  write_resource(json, "reserved", reserved);
  write_resource(json, "pending", pending);
  write_resource(json, "amUsed", am_used);
  write_resource(json, "amLimit", am_limit);
  write_resource(json, "userAmLimit", {});
  json.end_object().end_array().end_object();
}

struct Waiting {
  Resource resource{};
  std::int64_t containers = 0;
  int reservations = 0;
};

Waiting waiting_in(const Cluster& cluster, const std::string& path) {
  Waiting sum;
  for (const auto& [id, application] : cluster.applications()) {
    if (application.queue != path) continue;
    const auto use = cluster.scheduler().application(id);
    if (!use) continue;
    sum.resource += use->pending;
    sum.containers += use->pending_containers;
    sum.reservations += use->reservations;
  }
  return sum;
}

void write_users(http::JsonWriter& json, const Shown& it) {
  json.key("users").begin_object();
  if (!it.report.users.empty()) json.key("user").begin_array();
  for (const QueueReport::UserReport& user : it.report.users) {
    json.begin_object().member("username", user.name);
    write_resource(json, "resourcesUsed", user.used);
    json.member("numPendingApplications", user.pending_applications);
    json.member("numActiveApplications", user.active_applications);
    write_resource(json, "AMResourceUsed", user.am_used);
    write_resource(json, "userResourceLimit", user.limit);
    const auto weight = it.settings.user_weights.find(user.name);
    json.member("userWeight", weight == it.settings.user_weights.end() ? http::Decimal{1}
                                                                       : shown(weight->second));
    json.end_object();
  }
  if (!it.report.users.empty()) json.end_array();
  json.end_object();
}

void write_leaf(http::JsonWriter& json, const Shown& it) {
  const QueueReport& report = it.report;
  const QueueSettings& settings = it.settings;
  json.member("type", "capacitySchedulerLeafQueueInfo").member("queuePath", report.path);
  json.member("capacity", shown(report.capacity * 100));
  json.member("usedCapacity", shown(report.used_capacity * 100));
  json.member("maxCapacity", shown(report.maximum_capacity * 100));
  json.member("absoluteCapacity", shown(report.absolute_capacity * 100));
  json.member("absoluteMaxCapacity", shown(report.absolute_maximum_capacity * 100));
  json.member("absoluteUsedCapacity", shown(report.absolute_used_capacity * 100));
  json.member("weight", it.weight()).member("normalizedWeight", http::Decimal{});
  json.member("numApplications", report.active_applications + report.pending_applications);
  json.member("maxParallelApps", INT32_MAX).member("queueName", report.name);
  json.member("isAbsoluteResource", it.absolute()).member("state", to_text(report.state));
  write_resource(json, "resourcesUsed", report.used);
  json.member("hideReservationQueues", false);
  json.key("nodeLabels").begin_array().value("*").end_array();
  const Waiting waiting = waiting_in(it.cluster, report.path);
  json.member("allocatedContainers", report.containers);
  json.member("reservedContainers", waiting.reservations);
  json.member("pendingContainers", waiting.containers);
  write_capacities(json, it);
  write_usages(json, report.used, report.reserved, waiting.resource, report.am_used,
               report.am_limit);
  write_resource(json, "minEffectiveCapacity", report.guaranteed);
  write_resource(json, "maxEffectiveCapacity", report.maximum);
  json.member("orderingPolicyInfo", settings.ordering == OrderingPolicy::kFair ? "fair" : "fifo");
  json.member("mode", it.mode()).member("queueType", "leaf").member("creationMethod", "static");
  json.member("autoCreationEligibility", "off");
  json.member("numActiveApplications", report.active_applications);
  json.member("numPendingApplications", report.pending_applications);
  json.member("numContainers", report.containers);
  json.member("maxApplications", report.maximum_applications);
  json.member("maxApplicationsPerUser", report.maximum_applications_per_user);
  json.member("userLimit", shown(settings.user_limit_percent));
  write_users(json, it);
  json.member("userLimitFactor", shown(settings.user_limit_factor));
  json.member("configuredMaxAMResourceLimit", shown(settings.maximum_am_share));
  write_resource(json, "AMResourceLimit", report.am_limit);
  write_resource(json, "usedAMResource", report.am_used);
  const bool preempts = it.cluster.scheduler().settings().preemption.enabled;
  json.member("preemptionDisabled", report.preemption_disabled || !preempts);
  json.member("intraQueuePreemptionDisabled", true);
  json.member("defaultPriority", settings.default_application_priority);
  json.member("isAutoCreatedLeafQueue", false);
  json.member("maxApplicationLifetime", -1).member("defaultApplicationLifetime", -1);
}

void write_queue(http::JsonWriter& json, const Cluster& cluster, const std::string& path);

void write_parent(http::JsonWriter& json, const Shown& it) {
  const QueueReport& report = it.report;
  if (report.path == "root")
    json.member("type", "capacityScheduler");
  else
    json.member("queuePath", report.path);
  json.member("capacity", shown(report.capacity * 100));
  json.member("usedCapacity", shown(report.used_capacity * 100));
  json.member("maxCapacity", shown(report.maximum_capacity * 100));
  json.member("weight", it.weight()).member("normalizedWeight", http::Decimal{});
  write_vector(json, it);
  json.member("queueName", report.name);
  if (report.path == "root") json.member("queuePath", report.path);
  json.member("maxParallelApps", INT32_MAX).member("isAbsoluteResource", it.absolute());
  json.key("queues").begin_object().key("queue").begin_array();
  for (const std::string& child : report.children) {
    json.begin_object();
    write_queue(json, it.cluster, report.path + "." + child);
    json.end_object();
  }
  json.end_array().end_object();
  write_capacities(json, it);
  if (report.path == "root")
    write_resource(json, "maximumAllocation", it.cluster.scheduler().settings().maximum_allocation);
  else
    write_resource(json, "resourcesUsed", report.used);
  json.member("queuePriority", 0).member("orderingPolicyInfo", "utilization");
  json.member("mode", it.mode()).member("queueType", "parent").member("creationMethod", "static");
  json.member("autoCreationEligibility", "off");
}

void write_queue(http::JsonWriter& json, const Cluster& cluster, const std::string& path) {
  const auto report = cluster.scheduler().queue(path);
  const QueueSettings* settings = settings_of(cluster.scheduler().settings().root, path);
  if (!report || !settings) return;
  const Shown it{cluster, *report, *settings};
  if (report->leaf)
    write_leaf(json, it);
  else
    write_parent(json, it);
}

}  // namespace

RestResult rest_scheduler(const RestRequest& request) {
  http::JsonWriter json;
  json.begin_object().key("scheduler").begin_object().key("schedulerInfo").begin_object();
  write_queue(json, request.cluster, "root");
  json.end_object().end_object().end_object();
  return std::move(json).text();
}

}  // namespace mammoth::yarn
