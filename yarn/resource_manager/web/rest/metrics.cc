#include <cmath>
#include <map>

#include "yarn/resource_manager/web/rest/rest.h"

namespace mammoth::yarn {

namespace {

struct Sums {
  int pending_applications = 0, running_applications = 0;
  Resource pending{};
  std::int64_t pending_containers = 0;
  int reservations = 0;
  std::map<NodeState, int> nodes{};
  Resource machine_total{};
  std::int64_t machine_mb = 0;
  double machine_cpu = 0;
};

Sums sums_of(const Cluster& cluster) {
  Sums sums;
  for (const auto& [id, application] : cluster.applications()) {
    sums.pending_applications += application.state == ApplicationState::kSubmitted ||
                                 application.state == ApplicationState::kAccepted;
    sums.running_applications += application.state == ApplicationState::kRunning ||
                                 application.state == ApplicationState::kFinishing;
    const auto use = cluster.scheduler().application(id);
    if (!use) continue;
    sums.pending += use->pending;
    sums.pending_containers += use->pending_containers;
    sums.reservations += use->reservations;
  }
  for (const auto& [id, node] : cluster.nodes()) {
    ++sums.nodes[node.state];
    if (!is_active(node.state)) continue;
    sums.machine_total += node.physical;
    if (node.machine.physical_mb > 0) sums.machine_mb += node.machine.physical_mb;
    if (node.machine.cpu > 0) sums.machine_cpu += static_cast<double>(node.machine.cpu);
  }
  return sums;
}

void write_nodes(http::JsonWriter& json, Sums& sums) {
  const int unhealthy = sums.nodes[NodeState::kUnhealthy];
  const int active = sums.nodes[NodeState::kRunning];
  const int leaving = sums.nodes[NodeState::kDecommissioning];
  json.member("totalNodes", active + unhealthy + leaving + sums.nodes[NodeState::kLost] +
                                sums.nodes[NodeState::kDecommissioned] +
                                sums.nodes[NodeState::kRebooted] +
                                sums.nodes[NodeState::kShutdown]);
  json.member("lostNodes", sums.nodes[NodeState::kLost]).member("unhealthyNodes", unhealthy);
  json.member("decommissioningNodes", leaving);
  json.member("decommissionedNodes", sums.nodes[NodeState::kDecommissioned]);
  json.member("rebootedNodes", sums.nodes[NodeState::kRebooted]).member("activeNodes", active);
  json.member("shutdownNodes", sums.nodes[NodeState::kShutdown]);
}

std::int64_t percent(double part, std::int64_t whole) {
  return whole > 0 ? std::lround(100 * part / static_cast<double>(whole)) : 0;
}

void write_resources(http::JsonWriter& json, const QueueReport& root, const Resource& all,
                     const Sums& sums) {
  const Resource allocated = root.used - root.reserved;
  const Resource available = all - root.used;
  json.member("reservedMB", root.reserved.memory_mb).member("availableMB", available.memory_mb);
  json.member("allocatedMB", allocated.memory_mb).member("pendingMB", sums.pending.memory_mb);
  json.member("reservedVirtualCores", root.reserved.vcores);
  json.member("availableVirtualCores", available.vcores);
  json.member("allocatedVirtualCores", allocated.vcores);
  json.member("pendingVirtualCores", sums.pending.vcores);
  json.member("containersAllocated", root.containers);
  json.member("containersReserved", sums.reservations);
  json.member("containersPending", sums.pending_containers);
  json.member("totalMB", all.memory_mb).member("utilizedMB", sums.machine_mb);
  json.member("totalVirtualCores", all.vcores);
  json.member("utilizedVirtualCores", std::lround(sums.machine_cpu));
  json.member("utilizedMBPercent",
              percent(static_cast<double>(sums.machine_mb), sums.machine_total.memory_mb));
  json.member("utilizedVirtualCoresPercent", percent(sums.machine_cpu, sums.machine_total.vcores));
  json.member("rmSchedulerBusyPercent", 0);  // it works only when it is asked
}

}  // namespace

RestResult rest_metrics(const RestRequest& request) {
  const Cluster& cluster = request.cluster;
  Sums sums = sums_of(cluster);
  const Cluster::Totals& totals = cluster.totals();
  const QueueReport root = *cluster.scheduler().queue("root");
  const Resource all = cluster.scheduler().cluster_resource();
  http::JsonWriter json;
  json.begin_object().key("clusterMetrics").begin_object();
  json.member("appsSubmitted", totals.submitted).member("appsCompleted", totals.finished);
  json.member("appsPending", sums.pending_applications);
  json.member("appsRunning", sums.running_applications);
  json.member("appsFailed", totals.failed).member("appsKilled", totals.killed);
  write_resources(json, root, all, sums);
  write_nodes(json, sums);
  json.member("containerAssignedPerSecond", cluster.containers_last_second());
  write_resource(json, "totalUsedResourcesAcrossPartition", root.used);
  write_resource(json, "totalClusterResourcesAcrossPartition", all);
  write_resource(json, "totalReservedResourcesAcrossPartition", root.reserved);
  json.member("totalAllocatedContainersAcrossPartition", root.containers);
  json.member("crossPartitionMetricsAvailable", true);
  json.member("rmEventQueueSize", 0).member("schedulerEventQueueSize", 0);  // there are no queues
  json.end_object().end_object();
  return std::move(json).text();
}

}  // namespace mammoth::yarn
