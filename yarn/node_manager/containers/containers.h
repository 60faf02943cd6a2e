// The containers and applications of this node: what may happen to them and in which order (Hadoop:
// ContainerManagerImpl, ContainerImpl, ApplicationImpl). Synchronous; what takes time is ordered
// from Works and reported back by the members below, in any order and also too late.
//
// Texts of diagnostics, exit statuses and who wins when a container is killed while it ends are
// Hadoop's. Not thread-safe: the owner locks. Works must not call back.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "yarn/node_manager/containers/container.h"

namespace mammoth::yarn::node {

enum class ApplicationState : std::uint8_t { kRunning, kFinishing };

struct NodeApplication {
  std::string id;
  std::string user;
  ApplicationState state = ApplicationState::kRunning;
};

// What the core has done by others.
class Works {
 public:
  virtual ~Works() = default;
  virtual void localize(const Container& container) = 0;  // → localized, localization_failed
  virtual void launch(const Container& container) = 0;    // → launched, then exited; or exited
  virtual void kill(const Container& container) = 0;      // its process group; → exited
  virtual void clean(const Container& container) = 0;     // nobody waits for it
  virtual void end_application(const NodeApplication& application) = 0;  // the same
  virtual void report_soon() = 0;  // there is news for the ResourceManager
  // Of an earlier process of this daemon. → launched, then exited; or exited
  virtual void adopt(const Container&) {}
};

// What a restart must know and has changed since it was last asked for.
struct ContainerChanges {
  std::set<std::string> begun{};    // containers that are new
  std::set<std::string> changed{};  // containers
  std::set<std::string> forgotten{};
  std::set<std::string> applications{};
  std::set<std::string> ended{};  // applications
  bool empty() const {
    return begun.empty() && changed.empty() && forgotten.empty() && applications.empty() &&
           ended.empty();
  }
};

// How a process ended. Texts are added to the diagnostics where they are not empty.
struct ProcessEnd {
  int status = 0;             // 128 + signal, as shells have it
  std::string launch_text{};  // "Exception from container-launch…"
  std::string exit_text{};    // "Container exited with a non-zero exit code…"
};

struct ContainersSettings {
  std::size_t max_diagnostics_bytes = 10'000;
  std::int64_t keep_finished_ms = 600'000;  // ends that the ResourceManager never asked to forget
};

class Containers {
 public:
  Containers(ContainersSettings settings, const Clock& clock, Works& works)
      : settings_(settings), clock_(clock), works_(works) {}

  // After a restart, applications first. A container that was not launched begins anew; one that
  // was is adopted.
  void restore(NodeApplication application);
  void restore(Container container, bool launched);
  // The last step: what was ending goes on ending.
  void resume();
  ContainerChanges take_changes() { return std::exchange(changes_, {}); }

  // kIo, "… already is running on this node!!", when the id was seen before.
  Result<void> start(ContainerSpec spec);
  // False when there is none of that id. What is done stays as it is.
  bool kill(const std::string& id, int exit_status, std::string_view reason);
  // Every container of it is killed; with the last one it ends.
  void finish_application(const std::string& id, std::string_view reason);

  void localized(const std::string& id, Localized files);
  void localization_failed(const std::string& id, std::string_view diagnostics);
  void launched(const std::string& id, int pid);
  void exited(const std::string& id, const ProcessEnd& end);

  const Container* find(const std::string& id) const;
  bool was_here(const std::string& id) const;  // its end was told and acknowledged, lately
  const std::map<std::string, Container>& all() const { return containers_; }
  const std::map<std::string, NodeApplication>& applications() const { return applications_; }

  // For a heartbeat: those that live, and those whose end has not been told.
  std::vector<const Container*> due() const;
  // A heartbeat with these has arrived.
  void told(const std::vector<std::string>& ids);
  // The ResourceManager needs to hear no more of them.
  void forget(const std::vector<std::string>& ids);
  // Drops what is older than keep_finished_ms.
  void tick();

 private:
  Container* living(const std::string& id);
  void add_diagnostics(Container& container, std::string_view text) const;
  void done(Container& container);
  void ended_by_itself(Container& container, const ProcessEnd& end);
  void end_if_empty(const std::string& application);

  const ContainersSettings settings_;
  const Clock& clock_;
  Works& works_;
  std::map<std::string, Container> containers_;
  std::map<std::string, NodeApplication> applications_;
  std::map<std::string, std::int64_t> forgotten_;  // monotonic
  ContainerChanges changes_;
};

// "[2026-11-23 13:14:15.016]", local time.
std::string diagnostics_time(std::int64_t wall_ms);

}  // namespace mammoth::yarn::node
