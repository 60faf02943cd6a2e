// /apps/ID/appattempts/ATTEMPT/containers: what lives of an attempt (Hadoop: ContainersInfo).
#include <fmt/format.h>

#include "common/http/process_beans.h"
#include "yarn/resource_manager/web/rest/rest.h"

namespace mammoth::yarn {

RestResult rest_containers(const RestRequest& request) {
  const auto found = application_of(request);
  if (!found) return found.error();
  const Application& application = **found;
  const ApplicationAttempt* attempt = nullptr;
  for (const ApplicationAttempt& it : application.attempts)
    if (to_text(it.id) == request.words.at(3)) attempt = &it;
  if (!attempt) return not_found("app attempt with id: " + request.words.at(3) + " not found");
  const std::int64_t now = http::wall_clock_ms();
  http::JsonWriter json;
  json.begin_object().key("containers").begin_object().key("container").begin_array();
  for (const ContainerReport& it : request.cluster.scheduler().containers_of(application.spec.id)) {
    const Container& container = it.container;
    if (container.id.attempt != attempt->id) continue;
    const std::string id = to_text(container.id);
    json.begin_object().member("containerId", id);
    json.member("allocatedMB", container.resource.memory_mb);
    json.member("allocatedVCores", container.resource.vcores);
    json.member("assignedNodeId", to_text(container.node));
    json.member("priority", container.key.priority).member("startedTime", container.created_ms);
    json.member("finishedTime", 0).member("elapsedTime", now - container.created_ms);
    json.member("logUrl", fmt::format("http://{}/node/containerlogs/{}/{}",
                                      container.node_http_address, id, application.spec.user));
    json.member("containerExitStatus", 0);
    json.member("containerState", it.state == ContainerState::kRunning    ? "RUNNING"
                                  : it.state == ContainerState::kAcquired ? "ACQUIRED"
                                                                          : "ALLOCATED");
    json.member("nodeHttpAddress", "http://" + container.node_http_address);
    json.member("nodeId", to_text(container.node)).end_object();
  }
  json.end_array().end_object().end_object();
  return std::move(json).text();
}

}  // namespace mammoth::yarn
