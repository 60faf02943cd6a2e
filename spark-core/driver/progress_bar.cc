#include "spark-core/driver/progress_bar.h"

#include <fmt/format.h>

namespace mammoth::spark {
namespace {

constexpr std::int64_t kFirstDelayMs = 500;
constexpr std::int64_t kPeriodMs = 200;
constexpr std::size_t kMostStages = 3;

}  // namespace

void ProgressBar::stage_submitted(const scheduler::StageInfo& stage, const scheduler::Properties&) {
  stages_[stage.id] = {stage.task_count, 0, 0, clock_.monotonic_ms()};
}

void ProgressBar::stage_completed(const scheduler::StageInfo& stage) {
  stages_.erase(stage.id);
  clear();
}

void ProgressBar::task_started(const scheduler::StageTask& stage, const scheduler::TaskInfo&) {
  if (const auto found = stages_.find(stage.stage); found != stages_.end()) ++found->second.running;
  show();
}

void ProgressBar::task_ended(const scheduler::TaskEnd& end) {
  const auto found = stages_.find(end.stage.stage);
  if (found == stages_.end()) return;
  --found->second.running;
  if (end.success != nullptr) ++found->second.done;
  show();
}

void ProgressBar::show() {
  const std::int64_t now = clock_.monotonic_ms();
  if (now - shown_ms_ < kPeriodMs) return;
  std::vector<std::pair<scheduler::StageId, const Stage*>> slow;
  for (const auto& [id, stage] : stages_)
    if (now - stage.since_ms >= kFirstDelayMs && slow.size() < kMostStages)
      slow.emplace_back(id, &stage);
  if (slow.empty()) return;
  const int width = columns_ / static_cast<int>(slow.size());
  std::string line = "\r";
  for (const auto& [id, stage] : slow) {
    const std::string head = fmt::format("[Stage {}:", id.value());
    const std::string tail =
        fmt::format("({} + {}) / {}]", stage->done, stage->running, stage->total);
    const int room = width - static_cast<int>(head.size() + tail.size());
    line += head;
    for (int i = 0; i < room; ++i) {
      const int reached = stage->total == 0 ? 0 : room * stage->done / stage->total;
      line += i < reached ? '=' : i == reached ? '>' : ' ';
    }
    line += tail;
  }
  write_(line);
  shown_ms_ = now;
  visible_ = true;
}

void ProgressBar::clear() {
  if (visible_) write_("\r" + std::string(static_cast<std::size_t>(columns_), ' ') + "\r");
  visible_ = false;
}

}  // namespace mammoth::spark
