// /ws/v1/node: info, apps, containers, auxiliaryservices, with Hadoop's names (Hadoop:
// NMWebServices and its dao classes).
#include <fmt/format.h>

#include "common/config/keys.h"
#include "common/config/keys/nodemanager.h"
#include "common/http/json.h"
#include "yarn/node_manager/web/web_server.h"

namespace mammoth::yarn::node {

namespace {

http::Response json_answer(unsigned status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json;charset=utf-8"},
                      {"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"X-Frame-Options", "SAMEORIGIN"}},
          .body = std::move(body)};
}

http::Response rest_refusal(unsigned status, const std::string& name, const std::string& message) {
  http::JsonWriter json;
  json.begin_object().key("RemoteException").begin_object();
  json.member("exception", name).member("message", message);
  json.member("javaClassName", "org.apache.hadoop.yarn.webapp." + name);
  json.end_object().end_object();
  return json_answer(status, std::move(json).text());
}

std::string rest_info(const NodeWebFacts& facts) {
  http::JsonWriter json;
  json.begin_object().key("nodeInfo").begin_object();
  json.member("healthReport", facts.health_report);
  json.member("totalVmemAllocatedContainersMB",
              static_cast<std::int64_t>(static_cast<double>(facts.memory_mb) * facts.vmem_ratio));
  json.member("totalPmemAllocatedContainersMB", facts.memory_mb);
  json.member("totalVCoresAllocatedContainers", facts.vcores);
  json.member("vmemCheckEnabled", facts.vmem_check).member("pmemCheckEnabled", facts.pmem_check);
  json.member("lastNodeUpdateTime", facts.health_checked_ms);
  json.member("resourceTypes", "memory-mb (unit=Mi), vcores");
  json.member("nodeHealthy", facts.healthy);
  json.member("nodeManagerVersion", facts.version).member("hadoopVersion", facts.version);
  json.member("id", facts.node_id).member("nodeHostName", facts.host);
  json.member("nmStartupTime", facts.started_ms);
  json.end_object().end_object();
  return std::move(json).text();
}

// Hadoop: ContainerImpl.ContainerState.
const char* state_name(const Container& container) {
  switch (container.state) {
    case ContainerState::kLocalizing:
      return "LOCALIZING";
    case ContainerState::kScheduled:
      return "SCHEDULED";
    case ContainerState::kRunning:
      return "RUNNING";
    case ContainerState::kKilling:
      return "KILLING";
    case ContainerState::kDone:
      return "DONE";
  }
  return "NEW";
}

void write_container(http::JsonWriter& json, const Container& it, const NodeWebParts& parts,
                     const NodeWebFacts& facts) {
  json.begin_object();
  json.member("id", it.spec.id).member("state", state_name(it));
  json.member("exitCode", it.exit_status).member("diagnostics", it.diagnostics);
  json.member("user", it.spec.user);
  json.member("totalMemoryNeededMB", it.spec.memory_mb);
  json.member("totalVCoresNeeded", it.spec.vcores).member("executionType", "GUARANTEED");
  json.member("containerLogsLink",
              fmt::format("http://{}/node/containerlogs/{}/{}",
                          parts.configuration.get(keys::kYarnNodemanagerWebappAddress), it.spec.id,
                          it.spec.user));
  json.member("nodeId", facts.node_id);
  json.key("containerLogFiles").begin_array();
  for (const auto& file : log_files(parts, it.spec.id)) json.value(file);
  json.end_array().end_object();
}

std::string rest_containers(const NodeWebParts& parts) {
  const NodeWebFacts facts = parts.facts();
  http::JsonWriter json;
  json.begin_object().key("containers");
  parts.read([&](const Containers& containers) {
    json.begin_object();
    if (!containers.all().empty()) {
      json.key("container").begin_array();
      for (const auto& [id, it] : containers.all()) write_container(json, it, parts, facts);
      json.end_array();
    }
    json.end_object();
  });
  json.end_object();
  return std::move(json).text();
}

std::optional<std::string> rest_container(const NodeWebParts& parts, const std::string& id) {
  const NodeWebFacts facts = parts.facts();
  std::optional<std::string> text;
  parts.read([&](const Containers& containers) {
    const Container* found = containers.find(id);
    if (found == nullptr) return;
    http::JsonWriter json;
    json.begin_object().key("container");
    write_container(json, *found, parts, facts);
    json.end_object();
    text = std::move(json).text();
  });
  return text;
}

void write_application(http::JsonWriter& json, const NodeApplication& it,
                       const Containers& containers) {
  json.begin_object().member("id", it.id);
  json.member("state",
              it.state == ApplicationState::kRunning ? "RUNNING" : "FINISHING_CONTAINERS_WAIT");
  json.member("user", it.user).key("containerids").begin_array();
  for (const auto& [id, container] : containers.all())
    if (container.spec.application == it.id) json.value(id);
  json.end_array().end_object();
}

std::string rest_applications(const NodeWebParts& parts) {
  http::JsonWriter json;
  json.begin_object().key("apps").begin_object();
  parts.read([&](const Containers& containers) {
    if (containers.applications().empty()) return;
    json.key("app").begin_array();
    for (const auto& [id, it] : containers.applications()) write_application(json, it, containers);
    json.end_array();
  });
  json.end_object().end_object();
  return std::move(json).text();
}

std::optional<std::string> rest_application(const NodeWebParts& parts, const std::string& id) {
  std::optional<std::string> text;
  parts.read([&](const Containers& containers) {
    const auto found = containers.applications().find(id);
    if (found == containers.applications().end()) return;
    http::JsonWriter json;
    json.begin_object().key("app");
    write_application(json, found->second, containers);
    json.end_object();
    text = std::move(json).text();
  });
  return text;
}

}  // namespace

std::optional<http::Response> node_rest(const NodeWebParts& parts, const http::Request& request) {
  std::vector<std::string> words = words_of_path(request.path);
  if (words.size() < 3 || words[0] != "ws" || words[1] != "v1" || words[2] != "node")
    return std::nullopt;
  words.erase(words.begin(), words.begin() + 3);
  if (words.empty() || words[0] == "info") return json_answer(200, rest_info(parts.facts()));
  const bool one = words.size() == 2;
  if (words.size() <= 2 && words[0] == "apps") {
    if (!one) return json_answer(200, rest_applications(parts));
    if (auto found = rest_application(parts, words[1])) return json_answer(200, std::move(*found));
    return rest_refusal(404, "NotFoundException",
                        "java.lang.Exception: app with id " + words[1] + " not found");
  }
  if (words.size() <= 2 && words[0] == "containers") {
    if (!one) return json_answer(200, rest_containers(parts));
    if (application_of_container(words[1]).empty())
      return rest_refusal(400, "BadRequestException", "invalid container id, " + words[1]);
    if (auto found = rest_container(parts, words[1])) return json_answer(200, std::move(*found));
    return rest_refusal(404, "NotFoundException",
                        "java.lang.Exception: container with id, " + words[1] + ", not found");
  }
  return rest_refusal(404, "NotFoundException",
                      "java.lang.Exception: null for uri: " + request.path);
}

}  // namespace mammoth::yarn::node
