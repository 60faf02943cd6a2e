// The stages in progress as one line on a terminal (Spark: ConsoleProgressBar):
//
//   [Stage 0:=====================>                                    (3 + 2) / 8]
//
// Shown for stages that run for half a second at least, five times a second at most, and removed at
// the end. Called on the scheduler's thread.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "common/base/clock.h"
#include "spark-core/scheduler/events.h"

namespace mammoth::spark {

class ProgressBar final : public scheduler::SchedulerListener {
 public:
  // `write` puts text on the terminal.
  ProgressBar(const Clock& clock, int columns, std::function<void(const std::string&)> write)
      : clock_(clock), columns_(columns), write_(std::move(write)) {}

  void stage_submitted(const scheduler::StageInfo& stage, const scheduler::Properties&) override;
  void stage_completed(const scheduler::StageInfo& stage) override;
  void task_started(const scheduler::StageTask& stage, const scheduler::TaskInfo&) override;
  void task_ended(const scheduler::TaskEnd& end) override;

 private:
  struct Stage {
    int total = 0;
    int running = 0;
    int done = 0;
    std::int64_t since_ms = 0;
  };
  void show();
  void clear();

  const Clock& clock_;
  const int columns_;
  const std::function<void(const std::string&)> write_;
  std::map<scheduler::StageId, Stage> stages_;
  std::int64_t shown_ms_ = 0;
  bool visible_ = false;
};

}  // namespace mammoth::spark
