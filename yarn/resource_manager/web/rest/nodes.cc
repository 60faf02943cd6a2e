#include <fmt/format.h>

#include <algorithm>

#include "common/config/values.h"
#include "yarn/resource_manager/web/rest/rest.h"

namespace mammoth::yarn {

namespace {

void write_utilization(http::JsonWriter& json, const ClusterNode& node) {
  json.key("resourceUtilization").begin_object();
  json.member("nodePhysicalMemoryMB", node.machine.physical_mb);
  json.member("nodeVirtualMemoryMB", node.machine.virtual_mb);
  json.member("nodeCPUUsage", http::Decimal{static_cast<double>(node.machine.cpu)});
  json.member("aggregatedContainersPhysicalMemoryMB", node.containers.physical_mb);
  json.member("aggregatedContainersVirtualMemoryMB", node.containers.virtual_mb);
  json.member("containersCPUUsage", http::Decimal{static_cast<double>(node.containers.cpu)});
  json.end_object();
}

float share(float part, std::int64_t whole) {
  return part > 0 && whole > 0 ? part * 100 / static_cast<float>(whole) : 0;
}

void write_node(http::JsonWriter& json, const Cluster& cluster, const ClusterNode& node) {
  const NodeUse use = cluster.scheduler().node(node.id).value_or(NodeUse{});
  json.member("rack", node.rack).member("state", to_text(node.state));
  json.member("id", to_text(node.id)).member("nodeHostName", node.id.host);
  json.member("nodeHTTPAddress", is_active(node.state) ? node.http_address() : "");
  json.member("lastHealthUpdate", node.health.reported_ms).member("version", node.version);
  json.member("healthReport", node.health.report).member("numContainers", use.containers);
  json.member("usedMemoryMB", use.used.memory_mb).member("availMemoryMB", use.available.memory_mb);
  json.member("usedVirtualCores", use.used.vcores);
  json.member("availableVirtualCores", use.available.vcores);
  json.member("memUtilization",
              shown(share(static_cast<float>(node.machine.physical_mb), node.physical.memory_mb)));
  json.member("cpuUtilization", shown(share(node.machine.cpu, node.physical.vcores)));
  json.member("numRunningOpportContainers", 0).member("usedMemoryOpportGB", 0);
  json.member("usedVirtualCoresOpport", 0).member("numQueuedContainers", 0);
  json.key("allocationTags").begin_object().end_object();
  write_utilization(json, node);
  write_resource(json, "usedResource", use.used);
  write_resource(json, "availableResource", use.available);
  json.key("nodeAttributesInfo").begin_object().end_object();
  write_resource(json, "totalResource", node.total);
}

bool is_state(std::string_view name) {
  for (int state = 1; state <= static_cast<int>(NodeState::kShutdown); ++state)
    if (to_text(static_cast<NodeState>(state)) == name) return true;
  return false;
}

std::string upper_case(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
  return upper;
}

}  // namespace

RestResult rest_nodes(const RestRequest& request) {
  std::vector<std::string> wanted;
  for (const std::string& name : split_list(request.query.find("states").value_or(""))) {
    wanted.push_back(upper_case(name));
    if (!is_state(wanted.back()))
      return RestRefusal{
          400, "java.lang.IllegalArgumentException",
          "No enum constant org.apache.hadoop.yarn.api.records.NodeState." + wanted.back()};
  }
  http::JsonWriter json;
  json.begin_object().key("nodes").begin_object();
  bool any = false;
  for (const auto& [id, node] : request.cluster.nodes()) {
    const bool shown_here = wanted.empty()
                                ? is_active(node.state)
                                : std::ranges::find(wanted, to_text(node.state)) != wanted.end();
    if (!shown_here) continue;
    if (!std::exchange(any, true)) json.key("node").begin_array();
    json.begin_object();
    write_node(json, request.cluster, node);
    json.end_object();
  }
  if (any) json.end_array();
  json.end_object().end_object();
  return std::move(json).text();
}

RestResult rest_node(const RestRequest& request) {
  const std::string& name = request.words.at(1);
  for (const auto& [id, node] : request.cluster.nodes()) {
    if (to_text(id) != name) continue;
    http::JsonWriter json;
    json.begin_object().key("node").begin_object();
    write_node(json, request.cluster, node);
    json.end_object().end_object();
    return std::move(json).text();
  }
  return not_found(fmt::format("nodeId, {}, is not found", name));
}

}  // namespace mammoth::yarn
