#include "spark-core/scheduler/stage.h"

#include <fmt/format.h>

namespace mammoth::spark::scheduler {

std::string to_text(const Stage& stage) {
  return fmt::format("{} {}", stage.is_map_stage() ? "ShuffleMapStage" : "ResultStage",
                     stage.id.value());
}

std::string to_text(const StageTask& stage) {
  return fmt::format("{}.{}", stage.stage.value(), stage.stage_attempt);
}

}  // namespace mammoth::spark::scheduler
