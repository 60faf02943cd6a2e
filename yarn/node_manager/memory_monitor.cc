#include "yarn/node_manager/memory_monitor.h"

#include <algorithm>

#include "common/base/log.h"

namespace mammoth::yarn::node {

namespace {

constexpr std::int64_t kMebibyte = 1 << 20;

}  // namespace

void MemoryMonitor::look(const ProcessTable& processes) {
  std::vector<Subject> subjects;
  node_.with([&](Containers& containers) {
    for (const auto& [id, it] : containers.all())
      if (it.state == ContainerState::kRunning && it.pid != 0)
        subjects.push_back({id, it.pid, it.spec.memory_mb});
  });
  MemoryUse total;
  for (const auto& subject : subjects) {
    const auto tree = processes.tree(subject.pid);
    const MemoryUse use = sum_of(tree);
    total.physical_bytes += use.physical_bytes;
    total.virtual_bytes += use.virtual_bytes;
    check(subject, tree, use);
  }
  std::erase_if(looks_above_, [&](const auto& entry) {
    return std::ranges::none_of(subjects, [&](const Subject& it) { return it.id == entry.first; });
  });
  const Utilization containers{total.physical_bytes / kMebibyte, total.virtual_bytes / kMebibyte};
  node_.set_utilization(containers, containers);
}

void MemoryMonitor::check(const Subject& subject, const std::vector<ProcessFigures>& tree,
                          MemoryUse use) {
  const std::int64_t physical_limit = subject.memory_mb * kMebibyte;
  const auto virtual_limit =
      static_cast<std::int64_t>(static_cast<double>(physical_limit) * settings_.virtual_ratio);
  const bool virtual_above = settings_.virtual_check && use.virtual_bytes > virtual_limit;
  const bool physical_above = settings_.physical_check && use.physical_bytes > physical_limit;
  if (!virtual_above && !physical_above) {
    looks_above_.erase(subject.id);
    return;
  }
  const bool far_above = (virtual_above && use.virtual_bytes > 2 * virtual_limit) ||
                         (physical_above && use.physical_bytes > 2 * physical_limit);
  if (++looks_above_[subject.id] < 2 && !far_above) return;
  const ExcessReport report{.container = subject.id,
                            .pid = subject.pid,
                            .physical = !virtual_above,
                            .use = use,
                            .physical_limit_bytes = physical_limit,
                            .virtual_limit_bytes = virtual_limit};
  const std::string text = excess_text(report, tree);
  log::warn("nodemanager", "{}", text);
  node_.with([&](Containers& containers) {
    containers.kill(subject.id, virtual_above ? kExitKilledExceededVmem : kExitKilledExceededPmem,
                    text);
  });
}

}  // namespace mammoth::yarn::node
