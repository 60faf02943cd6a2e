// What application masters say and ask, and what the launcher tells about them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "yarn/resource_manager/cluster/cluster.h"
#include "yarn/resource_manager/cluster/refusals.h"

namespace mammoth::yarn {

namespace {

std::int32_t next_response(std::int32_t id) {
  return id == INT32_MAX ? 0 : id + 1;
}

float within_one(float progress) {
  if (std::isnan(progress) || progress < 0) return 0;
  return std::min(progress, 1.0F);
}

}  // namespace

void Cluster::master_launched(const AttemptId& id) {
  ApplicationAttempt* attempt = find_attempt(id);
  if (!attempt || attempt->state != AttemptState::kAllocated) return;
  move(*attempt, AttemptState::kLaunched);
  attempt->heard_ms = clock_.monotonic_ms();
  attempt->waiting =
      waiting_text("AM container is launched, waiting for AM container to Register with RM");
  Application& application = *find(id.application);
  if (application.launched_ms == 0) application.launched_ms = clock_.wall_ms();
}

void Cluster::master_launch_failed(const AttemptId& id, const std::string& why) {
  ApplicationAttempt* attempt = find_attempt(id);
  if (!attempt || attempt->state != AttemptState::kAllocated) return;
  attempt_failed(*find(id.application),
                 fmt::format("Error launching {}. Got exception: {}", to_text(id), why));
  settle();
}

Result<ApplicationAttempt*> Cluster::live_attempt(const AttemptId& id) {
  ApplicationAttempt* attempt = find_attempt(id);
  if (attempt && !is_over(attempt->state)) return attempt;
  return yarn_error(
      "ApplicationAttemptNotFoundException",
      fmt::format("Application attempt {} doesn't exist in ApplicationMasterService cache.",
                  to_text(id)));
}

Result<const Application*> Cluster::register_master(const AttemptId& id, const std::string& host,
                                                    int rpc_port, const std::string& tracking_url) {
  ApplicationAttempt* attempt = TRY(live_attempt(id));
  if (attempt->response_id >= 0)
    return yarn_error("InvalidApplicationMasterRequestException",
                      "Application Master is already registered : " + to_text(id.application));
  Application& application = *find(id.application);
  attempt->response_id = 0;
  attempt->heard_ms = clock_.monotonic_ms();
  attempt->host = host;
  attempt->rpc_port = rpc_port;
  attempt->tracking_url = tracking_url.empty() ? "N/A" : tracking_url;
  attempt->waiting.clear();
  move(*attempt, AttemptState::kRunning);
  move(application, ApplicationState::kRunning);
  if (application.launched_ms == 0) application.launched_ms = clock_.wall_ms();
  return &application;
}

Result<MasterAnswer> Cluster::master_heartbeat(const AttemptId& id, const MasterCall& call) {
  ApplicationAttempt* attempt = TRY(live_attempt(id));
  attempt->heard_ms = clock_.monotonic_ms();
  if (attempt->response_id < 0)
    return yarn_error("ApplicationMasterNotRegisteredException",
                      fmt::format("AM is not registered for known application attempt: {} or RM "
                                  "had restarted after AM registered.  AM should re-register.",
                                  to_text(id)));
  if (call.response_id >= 0 && next_response(call.response_id) == attempt->response_id)
    return MasterAnswer{.repeated = true};
  if (call.response_id != attempt->response_id)
    return yarn_error("InvalidApplicationMasterRequestException",
                      fmt::format("Invalid responseId in AllocateRequest from application attempt: "
                                  "{} expect responseId to be {} but get {}",
                                  to_text(id), attempt->response_id, call.response_id));
  Application& application = *find(id.application);
  attempt->progress = within_one(call.progress);
  if (!call.tracking_url.empty()) attempt->tracking_url = call.tracking_url;
  MasterAnswer answer{.priority = application.priority};
  if (attempt->state == AttemptState::kRunning) {
    for (const ContainerId& container : call.allocate.releases)
      if (container.attempt != id && !application.spec.keep_containers)
        return yarn_error("InvalidContainerReleaseException",
                          fmt::format("Cannot release container : {} not belonging to this "
                                      "application attempt : {}",
                                      to_text(container), to_text(id)));
    Result<Allocation> allocation = scheduler_.allocate(id, call.allocate);
    if (!allocation) {
      attempt->diagnostics += allocation.error().message;
      return allocation.error();
    }
    answer.allocation = std::move(*allocation);
    settle();
    attempt = find_attempt(id);  // what ended may have moved things
  }
  confirm_ended(application, std::exchange(attempt->told_ended, {}));
  for (const ContainerEnd& end : answer.allocation.completed) attempt->told_ended.push_back(end.id);
  for (const Container& container : answer.allocation.granted)
    application.nodes.insert(container.node);
  answer.updated_nodes = std::exchange(application.updated_nodes, {});
  attempt->response_id = next_response(attempt->response_id);
  answer.response_id = attempt->response_id;
  return answer;
}

void Cluster::keep_response(const AttemptId& id, std::string response) {
  if (ApplicationAttempt* attempt = find_attempt(id)) attempt->last_response = std::move(response);
}

Result<bool> Cluster::finish_master(const AttemptId& id, const MasterEnd& end) {
  Application* application = find(id.application);
  if (application &&
      (is_over(application->state) || application->state == ApplicationState::kFinishing))
    return true;
  ApplicationAttempt* attempt = TRY(live_attempt(id));
  if (attempt->response_id < 0)
    return yarn_error("ApplicationMasterNotRegisteredException",
                      "Application Master is trying to unregister before registering for: " +
                          to_text(id.application));
  attempt->heard_ms = clock_.monotonic_ms();
  attempt->progress = 1;
  attempt->diagnostics += end.diagnostics;
  attempt->tracking_url = end.tracking_url.empty() ? "N/A" : end.tracking_url;
  attempt->final_status = end.status;
  attempt->unregistered = true;
  move(*attempt, AttemptState::kFinishing);
  move(*application, ApplicationState::kFinishing);
  attempt->finished_ms = application->finished_ms = clock_.wall_ms();
  if (!application->spec.unmanaged) return false;
  end_attempt(*application, AttemptState::kFinished);
  end_application(*application, ApplicationState::kFinished);
  settle();
  return true;
}

void Cluster::expire_masters() {
  const std::int64_t oldest = clock_.monotonic_ms() - settings_.master_expiry_ms;
  for (auto& [id, application] : applications_) {
    const ApplicationAttempt* attempt = application.current();
    if (!attempt || is_over(attempt->state) || attempt->heard_ms >= oldest) continue;
    if (attempt->state == AttemptState::kFinishing) {
      end_attempt(application, AttemptState::kFinished);
      end_application(application, ApplicationState::kFinished);
    } else if (attempt->state >= AttemptState::kLaunched) {
      attempt_failed(application, fmt::format("ApplicationMaster for attempt {} timed out",
                                              to_text(attempt->id)));
    }
  }
}

}  // namespace mammoth::yarn
