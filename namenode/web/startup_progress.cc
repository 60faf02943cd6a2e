#include "namenode/web/startup_progress.h"

#include <array>

#include "common/http/json.h"
#include "common/http/process_beans.h"

namespace mammoth::namenode {

namespace {

struct Phase {
  std::string_view name;
  std::string_view description;
  std::int64_t elapsed_ms = 0;
  std::uint64_t count = 0;
  std::uint64_t total = 0;
  double share = 1.0;
};

struct Progress {
  std::array<Phase, 4> phases;
  std::int64_t elapsed_ms = 0;
  double share = 0;
};

Progress read(const WebParts& parts, std::int64_t started_ms) {
  const std::int64_t now_ms = http::wall_clock_ms();
  const std::int64_t over_ms = parts.started_up_ms();
  Phase loading{"LoadingFsImage", "Loading fsimage"};
  loading.elapsed_ms = std::max<std::int64_t>(0, started_ms - http::process_started_ms());
  Phase safe_mode{"SafeMode", "Safe mode"};
  safe_mode.elapsed_ms = std::max<std::int64_t>(0, (over_ms == 0 ? now_ms : over_ms) - started_ms);
  parts.system.read_blocks([&](const BlockManager& blocks) {
    const SafeMode& state = blocks.safe_mode();
    safe_mode.count = std::min(state.safe_blocks(), state.block_total());
    safe_mode.total = state.block_total();
    if (!state.in_startup()) return;
    safe_mode.share = safe_mode.total == 0 ? 0.0
                                           : static_cast<double>(safe_mode.count) /
                                                 static_cast<double>(safe_mode.total);
  });
  if (over_ms != 0) safe_mode.share = 1.0;
  Progress progress{.phases = {loading,
                               {"LoadingEdits", "Loading edits"},
                               {"SavingCheckpoint", "Saving checkpoint"},
                               safe_mode}};
  for (const Phase& phase : progress.phases) {
    progress.elapsed_ms += phase.elapsed_ms;
    progress.share += phase.share / static_cast<double>(progress.phases.size());
  }
  return progress;
}

void write(const Phase& phase, http::JsonWriter& json) {
  json.begin_object().member("name", phase.name).member("desc", phase.description);
  json.member("status", phase.share < 1.0 ? "RUNNING" : "COMPLETE");
  json.member("percentComplete", phase.share).member("elapsedTime", phase.elapsed_ms);
  json.key("steps").begin_array();
  if (phase.name == "SafeMode") {
    json.begin_object().member("name", "AwaitingReportedBlocks");
    json.member("desc", "awaiting reported blocks").member("count", phase.count);
    json.member("total", phase.total).member("percentComplete", phase.share);
    json.member("elapsedTime", phase.elapsed_ms).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

http::Response startup_progress_page(const WebParts& parts, std::int64_t started_ms) {
  const Progress progress = read(parts, started_ms);
  http::JsonWriter json;
  json.begin_object().member("elapsedTime", progress.elapsed_ms);
  json.member("percentComplete", progress.share).key("phases").begin_array();
  for (const Phase& phase : progress.phases) write(phase, json);
  json.end_array().end_object();
  return {.headers = {{"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Type", "application/json;charset=utf-8"}},
          .body = std::move(json).text()};
}

http::Bean startup_progress_bean(const WebParts& parts, std::int64_t started_ms) {
  const Progress progress = read(parts, started_ms);
  http::Bean bean{.name = "Hadoop:service=NameNode,name=StartupProgress",
                  .class_name = "StartupProgress"};
  bean.add("tag.Hostname", http::host_name());
  bean.add("ElapsedTime", progress.elapsed_ms);
  bean.add("PercentComplete", progress.share);
  for (const Phase& phase : progress.phases) {
    const std::string name(phase.name);
    bean.add(name + "Count", phase.count);
    bean.add(name + "ElapsedTime", phase.elapsed_ms);
    bean.add(name + "Total", phase.total);
    bean.add(name + "PercentComplete", phase.share);
  }
  return bean;
}

}  // namespace mammoth::namenode
