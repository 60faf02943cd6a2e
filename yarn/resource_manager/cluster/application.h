// An application and its attempts, as data: what was submitted, where each stands, what became of
// it (Hadoop: RMAppImpl, RMAppAttemptImpl, ApplicationSubmissionContext). The moves are Cluster's;
// which of them are legal is written here.
//
//   application   SUBMITTED ─▶ ACCEPTED ─▶ RUNNING ─▶ FINISHING ─▶ FINISHED
//                 from each of the first three also to FAILED and KILLED; from RUNNING back to
//                 ACCEPTED when another attempt begins
//   attempt       SCHEDULED ─▶ ALLOCATED ─▶ LAUNCHED ─▶ RUNNING ─▶ FINISHING ─▶ FINISHED
//                 from each of the first four also to FAILED and KILLED
//
// Hadoop's states of waiting for its store (NEW_SAVING, FINAL_SAVING, ALLOCATED_SAVING) and for an
// attempt's death (KILLING) are not there: each move is complete when the call that causes it
// returns. Plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "yarn/resource_manager/scheduler/access_list.h"
#include "yarn/resource_manager/scheduler/container.h"
#include "yarn/resource_manager/scheduler/ids.h"

namespace mammoth::yarn {

enum class ApplicationState {
  kNew,  // being submitted; nobody sees it
  kSubmitted,
  kAccepted,
  kRunning,
  kFinishing,
  kFinished,
  kFailed,
  kKilled
};
enum class AttemptState {
  kScheduled,
  kAllocated,
  kLaunched,
  kRunning,
  kFinishing,
  kFinished,
  kFailed,
  kKilled
};
// What the master says about its end; the numbers are the wire's.
enum class FinalStatus { kUndefined, kSucceeded, kFailed, kKilled, kEnded };

bool may_follow(ApplicationState from, ApplicationState to);
bool may_follow(AttemptState from, AttemptState to);
bool is_over(ApplicationState state);
bool is_over(AttemptState state);
std::string_view to_text(ApplicationState state);  // as clients see it: FINISHING is FINISHED
std::string_view to_text(AttemptState state);      // RUNNING
std::string_view to_text(FinalStatus status);      // SUCCEEDED

struct ApplicationSpec {
  ApplicationId id{};
  std::string user{};
  std::string name = "N/A";
  std::string type = "YARN";
  std::string queue = "default";  // as asked; Application::queue is where it is
  std::set<std::string> tags{};
  int priority = 0;
  Resource master_resource{};  // as given, once submitted
  int max_attempts = 0;        // 0, or above the cluster's: the cluster's
  bool unmanaged = false;
  bool keep_containers = false;
  std::int64_t failures_validity_ms = -1;
  std::int64_t lifetime_s = -1;  // not above 0: its queue's
  AccessList viewers{};
  AccessList modifiers{};
  std::string context{};  // the submission as it came, for whoever launches the master
};

struct ApplicationAttempt {
  AttemptId id;
  AttemptState state = AttemptState::kScheduled;
  std::optional<Container> master{};
  std::string host = "N/A";
  int rpc_port = -1;
  std::string tracking_url = "N/A";  // as the master said
  float progress = 0;
  std::string diagnostics{};
  std::string waiting{};      // why it has not registered yet, and since when
  std::string waiting_for{};  // the same without the time
  FinalStatus final_status = FinalStatus::kUndefined;
  bool unregistered = false;
  int exit_status = -1000;  // the master's container's
  std::int64_t started_ms = 0;
  std::int64_t finished_ms = 0;  // 0: it has not unregistered or ended
  std::int64_t heard_ms = 0;     // monotonic

  // The master's heartbeat. -1 before it has registered.
  std::int32_t response_id = -1;
  std::string last_response{};            // what the caller gave to keep for a repetition
  std::vector<ContainerId> told_ended{};  // in the last answer; its next call confirms them
};

// What happened to a node, for masters to know.
enum class NodeUpdate { kUsable, kUnusable, kDecommissioning };

struct ContainerSeconds {
  std::int64_t memory = 0;  // MiB × seconds
  std::int64_t vcores = 0;
};

// As a report has it.
struct Lifetime {
  std::string expiry = "UNLIMITED";
  std::int64_t remaining_s = -1;
};

struct Application {
  ApplicationSpec spec;
  ApplicationState state = ApplicationState::kNew;
  std::string queue{};  // full path once it was accepted
  int priority = 0;
  std::string diagnostics{};
  std::int64_t submitted_ms = 0;
  std::int64_t launched_ms = 0;                // the first master
  std::int64_t finished_ms = 0;                // 0: it has not unregistered or ended
  std::int64_t expires_ms = 0;                 // killed then; 0: never
  std::vector<ApplicationAttempt> attempts{};  // the last is the current one
  ContainerSeconds used{};                     // of containers that have ended
  ContainerSeconds preempted{};
  int preempted_masters = 0;
  int preempted_containers = 0;
  Resource preempted_resource{};
  std::set<NodeId> nodes{};                      // where containers of it were
  std::map<ContainerId, NodeId> ended_on{};      // ended, and its master has not confirmed it yet
  std::map<NodeId, NodeUpdate> updated_nodes{};  // its master has not heard of

  const ApplicationAttempt* current() const {
    return attempts.empty() ? nullptr : &attempts.back();
  }
  ApplicationAttempt* current() { return attempts.empty() ? nullptr : &attempts.back(); }
  const ApplicationAttempt* find(const AttemptId& id) const;
  ApplicationAttempt* find(const AttemptId& id);
  // As a report has them.
  FinalStatus final_status() const;
  std::string shown_diagnostics() const;
};

}  // namespace mammoth::yarn
