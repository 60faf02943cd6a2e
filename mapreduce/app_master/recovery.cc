#include "mapreduce/app_master/recovery.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/file_output_committer.h"
#include "mapreduce/api/files.h"
#include "mapreduce/staging/staging.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce::app_master {

namespace {

constexpr std::string_view kRecovery = "v2.app.MRAppMaster";

schedule::Attempt attempt_of(const TaskAttemptID& id, const history::AttemptHistory& it) {
  schedule::Attempt attempt;
  attempt.number = id.attempt;
  attempt.launched_ms = it.start_time;
  attempt.finished_ms = it.finish_time;
  attempt.shuffle_finished_ms = it.shuffle_finish_time;
  attempt.sort_finished_ms = it.sort_finish_time;
  attempt.status = it.state;
  attempt.shuffle_port = std::max(it.shuffle_port, 0);
  attempt.counters = std::make_shared<const Counters>(it.counters);
  yarn::Container container;
  container.id = it.container_id;
  container.host = it.hostname;
  container.node = fmt::format("{}:{}", it.hostname, it.port);
  container.http_address = fmt::format("{}:{}", it.hostname, it.http_port);
  attempt.container = std::move(container);
  return attempt;
}

// Whether the task's output is there still: of maps whose output reduces fetch, it is on their node.
bool is_kept(const Configuration& configuration, const TaskAttemptID& id,
             const schedule::Attempt& attempt, OutputCommitter& committer) {
  if (id.isMap() && configuration.getInt("mapreduce.job.reduces", 1) > 0)
    return attempt.shuffle_port != 0;
  auto* files = dynamic_cast<FileOutputCommitter*>(&committer);
  if (files == nullptr) return false;
  Counters ignored;
  TaskAttemptContext context(configuration, id, ignored);
  return files->recoverTask(context);
}

}  // namespace

Recovery recover(const Configuration& configuration, const JobID& id, int master_attempt,
                 OutputCommitter& committer) {
  Recovery recovery;
  if (master_attempt <= 1 ||
      !configuration.getBoolean("yarn.app.mapreduce.am.job.recovery.enable", true))
    return recovery;
  const std::string path =
      engine::joined(configuration.get(staging::kJobDirKey, ""),
                     fmt::format("{}_{}.jhist", id.toString(), master_attempt - 1));
  try {
    const std::string bytes =
        engine::Files(configuration).readAll(path, history::kMaxHistoryBytes);
    const history::JobHistory job = engine::orRaise(history::parse_history(bytes));
    recovery.masters = job.masters;
    for (const auto& [name, task] : job.tasks) {
      const auto found = task.attempts.find(task.successful_attempt_id);
      if (task.status != "SUCCEEDED" || found == task.attempts.end()) continue;
      const auto attempt_id = umbilical::parse_attempt_id(found->first);
      if (!attempt_id || found->second.status != "SUCCEEDED") continue;
      schedule::Attempt attempt = attempt_of(*attempt_id, found->second);
      if (!is_kept(configuration, *attempt_id, attempt, committer)) continue;
      recovery.tasks.push_back(
          {attempt_id->type, attempt_id->task, std::move(attempt), task.start_time});
    }
    log::info(kRecovery, "Read completed tasks from history: {}", recovery.tasks.size());
  } catch (const std::exception& failure) {
    log::warn(kRecovery, "Unable to parse prior job history, aborting recovery: {}",
              failure.what());
    recovery.tasks.clear();
  }
  return recovery;
}

}  // namespace mammoth::mapreduce::app_master
