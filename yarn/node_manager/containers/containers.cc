#include "yarn/node_manager/containers/containers.h"

#include <fmt/format.h>

#include <ctime>

namespace mammoth::yarn::node {

std::string diagnostics_time(std::int64_t wall_ms) {
  const std::time_t seconds = wall_ms / 1000;
  std::tm local{};
  localtime_r(&seconds, &local);
  return fmt::format("[{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}]", local.tm_year + 1900,
                     local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec,
                     wall_ms % 1000);
}

Result<void> Containers::start(ContainerSpec spec) {
  if (containers_.contains(spec.id) || forgotten_.contains(spec.id))
    return Error{ErrorCode::kRemote, "Container " + spec.id + " already is running on this node!!",
                 "org.apache.hadoop.yarn.exceptions.YarnException"};
  const auto application =
      applications_.try_emplace(spec.application, NodeApplication{spec.application, spec.user})
          .first;
  Container container{.spec = std::move(spec)};
  container.started_ms = clock_.wall_ms();
  const std::string id = container.spec.id;
  Container& kept = containers_.emplace(id, std::move(container)).first->second;
  changes_.begun.insert(id);
  changes_.changed.insert(id);
  changes_.applications.insert(application->first);
  if (application->second.state == ApplicationState::kFinishing)
    kill(id, kExitKilledAfterApplication, "Container killed on application-finish event: ");
  else
    works_.localize(kept);
  return {};
}

void Containers::restore(NodeApplication application) {
  const std::string id = application.id;
  applications_[id] = std::move(application);
}

void Containers::restore(Container container, bool launched) {
  const std::string id = container.spec.id;
  Container& kept = containers_[id] = std::move(container);
  kept.pid = 0;
  kept.told = false;
  if (kept.state == ContainerState::kDone) {
    kept.finished_ms = clock_.monotonic_ms();
  } else if (launched) {
    kept.kill_wanted = kept.state == ContainerState::kKilling;
    if (!kept.kill_wanted) kept.state = ContainerState::kScheduled;
    works_.adopt(kept);
  } else if (kept.state == ContainerState::kKilling) {
    done(kept);
  } else {
    kept.state = ContainerState::kLocalizing;
    kept.localized = {};
    works_.localize(kept);
  }
}

void Containers::resume() {
  std::vector<std::string> ending;
  for (const auto& [id, application] : applications_)
    if (application.state == ApplicationState::kFinishing) ending.push_back(id);
  for (const auto& id : ending) finish_application(id, "Application killed by ResourceManager");
}

bool Containers::kill(const std::string& id, int exit_status, std::string_view reason) {
  const auto found = containers_.find(id);
  if (found == containers_.end()) return false;
  Container& container = found->second;
  switch (container.state) {
    case ContainerState::kLocalizing:
      container.exit_status = exit_status;
      add_diagnostics(container, fmt::format("{}\n", reason));
      add_diagnostics(container, "Container is killed before being launched.\n");
      done(container);
      break;
    case ContainerState::kScheduled:
    case ContainerState::kRunning:
      container.kill_wanted = container.pid == 0;
      container.state = ContainerState::kKilling;
      container.exit_status = exit_status;
      changes_.changed.insert(id);
      add_diagnostics(container, fmt::format("{}\n", reason));
      if (container.pid != 0) works_.kill(container);
      break;
    case ContainerState::kKilling:
    case ContainerState::kDone:
      break;
  }
  return true;
}

void Containers::finish_application(const std::string& id, std::string_view reason) {
  const auto found = applications_.find(id);
  if (found == applications_.end()) return;
  found->second.state = ApplicationState::kFinishing;
  changes_.applications.insert(id);
  std::vector<std::string> victims;
  for (const auto& [name, container] : containers_)
    if (container.spec.application == id && container.state != ContainerState::kDone)
      victims.push_back(name);
  for (const auto& victim : victims)
    kill(victim, kExitKilledAfterApplication,
         fmt::format("Container killed on application-finish event: {}", reason));
  end_if_empty(id);
}

Container* Containers::living(const std::string& id) {
  const auto found = containers_.find(id);
  if (found == containers_.end() || found->second.state == ContainerState::kDone) return nullptr;
  return &found->second;
}

void Containers::localized(const std::string& id, Localized files) {
  Container* container = living(id);
  if (container == nullptr || container->state != ContainerState::kLocalizing) return;
  container->localized = std::move(files);
  container->state = ContainerState::kScheduled;
  changes_.changed.insert(id);
  works_.launch(*container);
}

void Containers::localization_failed(const std::string& id, std::string_view diagnostics) {
  Container* container = living(id);
  if (container == nullptr || container->state != ContainerState::kLocalizing) return;
  add_diagnostics(*container, fmt::format("{}\n", diagnostics));
  done(*container);
}

void Containers::launched(const std::string& id, int pid) {
  Container* container = living(id);
  if (container == nullptr) return;
  container->pid = pid;
  if (container->state == ContainerState::kScheduled) container->state = ContainerState::kRunning;
  changes_.changed.insert(id);
  if (std::exchange(container->kill_wanted, false)) works_.kill(*container);
}

void Containers::exited(const std::string& id, const ProcessEnd& end) {
  Container* container = living(id);
  if (container == nullptr) return;
  if (!end.launch_text.empty()) add_diagnostics(*container, end.launch_text + "\n");
  const bool killing = container->state == ContainerState::kKilling;
  // What nobody saw the end of and was to be killed, was.
  const bool by_signal =
      end.status == kExitForceKilled || end.status == kExitTerminated || end.status == kExitLost;
  if (killing && by_signal) {
    add_diagnostics(*container, end.exit_text + "\n");
  } else if (killing) {
    container->exit_status = end.status;
    if (!end.exit_text.empty()) add_diagnostics(*container, end.exit_text + "\n");
  } else {
    ended_by_itself(*container, end);
  }
  done(*container);
}

void Containers::ended_by_itself(Container& container, const ProcessEnd& end) {
  container.exit_status = end.status;
  if (end.status == 0) return;
  const bool by_signal = end.status == kExitForceKilled || end.status == kExitTerminated;
  add_diagnostics(container, end.exit_text + "\n");
  // Hadoop says it once for the attempt and once for the container, which are the same here.
  add_diagnostics(container, by_signal ? "Killed by external signal\n" : end.exit_text + "\n");
}

void Containers::done(Container& container) {
  container.state = ContainerState::kDone;
  container.finished_ms = clock_.monotonic_ms();
  changes_.changed.insert(container.spec.id);
  works_.clean(container);
  works_.report_soon();
  end_if_empty(container.spec.application);
}

void Containers::end_if_empty(const std::string& application) {
  const auto found = applications_.find(application);
  if (found == applications_.end() || found->second.state != ApplicationState::kFinishing) return;
  for (const auto& [id, container] : containers_)
    if (container.spec.application == application && container.state != ContainerState::kDone)
      return;
  works_.end_application(found->second);
  changes_.ended.insert(application);
  applications_.erase(found);
}

void Containers::add_diagnostics(Container& container, std::string_view text) const {
  container.diagnostics += diagnostics_time(clock_.wall_ms());
  container.diagnostics += text;
  if (container.diagnostics.size() > settings_.max_diagnostics_bytes)
    container.diagnostics.erase(0, container.diagnostics.size() - settings_.max_diagnostics_bytes);
}

const Container* Containers::find(const std::string& id) const {
  const auto found = containers_.find(id);
  return found == containers_.end() ? nullptr : &found->second;
}

bool Containers::was_here(const std::string& id) const {
  return forgotten_.contains(id);
}

std::vector<const Container*> Containers::due() const {
  std::vector<const Container*> due;
  for (const auto& [id, container] : containers_)
    if (!container.told) due.push_back(&container);
  return due;
}

void Containers::told(const std::vector<std::string>& ids) {
  for (const auto& id : ids) {
    const auto found = containers_.find(id);
    if (found == containers_.end()) continue;
    found->second.told = true;
    // Of an application that is over nobody will ask.
    if (!applications_.contains(found->second.spec.application)) forget({id});
  }
}

void Containers::forget(const std::vector<std::string>& ids) {
  for (const auto& id : ids) {
    const auto found = containers_.find(id);
    if (found == containers_.end() || found->second.state != ContainerState::kDone) continue;
    forgotten_.emplace(id, clock_.monotonic_ms());
    changes_.forgotten.insert(id);
    containers_.erase(found);
  }
}

void Containers::tick() {
  const std::int64_t horizon = clock_.monotonic_ms() - settings_.keep_finished_ms;
  std::erase_if(forgotten_, [&](const auto& entry) { return entry.second < horizon; });
  std::erase_if(containers_, [&](const auto& entry) {
    const Container& it = entry.second;
    const bool old = it.state == ContainerState::kDone && it.told && it.finished_ms < horizon;
    if (old) changes_.forgotten.insert(entry.first);
    return old;
  });
}

}  // namespace mammoth::yarn::node
