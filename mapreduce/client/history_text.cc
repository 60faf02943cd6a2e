// `mapred job -history` in words (Hadoop: HumanReadableHistoryViewerPrinter).
#include "mapreduce/client/history_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <set>

namespace mammoth::mapreduce::engine {

namespace {

using history::AttemptHistory;
using history::JobHistory;
using history::TaskHistory;

constexpr std::size_t kShownTasks = 10;
constexpr std::string_view kRule = "\n====================================================";

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string duration(std::int64_t ms) {
  const std::int64_t hours = ms / 3'600'000;
  const std::int64_t minutes = ms % 3'600'000 / 60'000;
  std::string text;
  if (hours != 0) text += fmt::format("{}hrs, ", hours);
  if (minutes != 0) text += fmt::format("{}mins, ", minutes);
  return text + fmt::format("{}sec", ms % 60'000 / 1000);
}

// "23-Nov-2026 09:05:01 (3sec)": how long after `since`, where that is known.
std::string moment(std::int64_t ms, std::int64_t since = 0) {
  if (ms == 0) return "";
  const auto seconds = static_cast<std::time_t>(ms < 0 ? (ms - 999) / 1000 : ms / 1000);
  std::tm day{};
  ::localtime_r(&seconds, &day);
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::string text = fmt::format("{}-{}-{} {:02}:{:02}:{:02}", day.tm_mday,
                                 kMonths[static_cast<std::size_t>(day.tm_mon)], day.tm_year + 1900,
                                 day.tm_hour, day.tm_min, day.tm_sec);
  if (since != 0) text += " (" + duration(ms - since) + ")";
  return text;
}

std::string job_details(const JobHistory& job) {
  std::string out = fmt::format(
      "\nHadoop job: {}\n=====================================\nUser: {}\nJobName: {}\nJobConf: {}"
      "\nSubmitted At: {}\nLaunched At: {}\nFinished At: {}\nStatus: {}",
      job.id, job.user, job.name, job.conf_path, moment(job.submit_time),
      moment(job.launch_time, job.submit_time), moment(job.finish_time, job.launch_time),
      job.status.empty() ? "Incomplete" : job.status);
  if (!job.total_counters.groups().empty()) {
    out += fmt::format("\nCounters: \n\n|{:<30}|{:<30}|{:<10}|{:<10}|{:<10}|", "Group Name",
                       "Counter name", "Map Value", "Reduce Value", "Total Value");
    out +=
        "\n------------------------------------------"
        "---------------------------------------------";
    for (const CounterGroup* group : job.total_counters.groups())
      for (const Counter* counter : group->counters()) {
        const auto value = [&](const Counters& counters) {
          return grouped(counters.getValue(group->getName(), counter->getName()));
        };
        out += fmt::format("\n|{:<30}|{:<30}|{:<10}|{:<10}|{:<10}", group->getDisplayName(),
                           counter->getDisplayName(), value(job.map_counters),
                           value(job.reduce_counters), grouped(counter->getValue()));
      }
  }
  return out + "\n\n=====================================\n";
}

std::string summary_row(std::string_view kind, const TaskSummary& tasks) {
  return fmt::format("\n{}\t{}\t{}\t\t{}\t{}\t{}\t{}", kind, tasks.total, tasks.successful,
                     tasks.failed, tasks.killed, moment(tasks.started),
                     moment(tasks.finished, tasks.started));
}

std::string task_summary(const JobHistory& job) {
  return "\nTask Summary\n============================"
         "\nKind\tTotal\tSuccessful\tFailed\tKilled\tStartTime\tFinishTime\n" +
         summary_row("Setup", {}) + summary_row("Map", summary_of(job, true)) +
         summary_row("Reduce", summary_of(job, false)) + summary_row("Cleanup", {}) +
         "\n============================\n\n";
}

std::string task_id_of(const AttemptHistory& attempt) {
  return "task_" + attempt.id.substr(8, attempt.id.rfind('_') - 8);
}

using Attempts = std::vector<const AttemptHistory*>;

// One that succeeded of each task.
Attempts winners(const JobHistory& job, bool maps) {
  Attempts found;
  for (const auto& [task_id, task] : job.tasks) {
    if (task.is_map != maps) continue;
    for (const auto& [id, attempt] : task.attempts)
      if (attempt.status == "SUCCEEDED") {
        found.push_back(&attempt);
        break;
      }
  }
  return found;
}

// The time of one phase: how long the slowest and the best took, and when the last one ended.
std::string phase_analysis(const JobHistory& job, Attempts attempts, std::string_view name,
                           std::int64_t (*time_of)(const AttemptHistory&)) {
  if (attempts.empty()) return "";
  std::ranges::sort(attempts, [&](auto* a, auto* b) {
    return std::pair(-time_of(*a), a->id) < std::pair(-time_of(*b), b->id);
  });
  std::int64_t sum = 0;
  for (const AttemptHistory* attempt : attempts) sum += time_of(*attempt);
  const AttemptHistory& best = *attempts.back();
  std::string out = fmt::format(
      "\nTime taken by best performing {0} task {1}: {2}\nAverage time taken by {0} tasks: {3}"
      "\nWorse performing {0} tasks: \nTaskId\t\tTimetaken\n",
      name, task_id_of(best), duration(time_of(best)),
      duration(sum / static_cast<std::int64_t>(attempts.size())));
  for (std::size_t i = 0; i < std::min(kShownTasks, attempts.size()); ++i)
    out += task_id_of(*attempts[i]) + " " + duration(time_of(*attempts[i])) + "\n";
  const AttemptHistory& last =
      **std::ranges::max_element(attempts, {}, [](auto* it) { return it->finish_time; });
  const std::int64_t end = name == "shuffle" ? last.shuffle_finish_time : last.finish_time;
  return out +
         fmt::format("The last {} task {} finished at (relative to the Job launch time): {}\n",
                     name, task_id_of(last), moment(end, job.launch_time));
}

std::string analysis(const JobHistory& job) {
  if (job.status != "SUCCEEDED") return "No Analysis available as job did not finish\n";
  const Attempts reduces = winners(job, false);
  return "\nAnalysis\n=========\n" +
         phase_analysis(job, winners(job, true), "map",
                        [](const AttemptHistory& it) { return it.finish_time - it.start_time; }) +
         phase_analysis(
             job, reduces, "shuffle",
             [](const AttemptHistory& it) { return it.shuffle_finish_time - it.start_time; }) +
         phase_analysis(
             job, reduces, "reduce",
             [](const AttemptHistory& it) { return it.finish_time - it.shuffle_finish_time; }) +
         "=========\n";
}

std::string tasks_with(const JobHistory& job, bool maps, const std::string& status) {
  std::string out;
  for (const auto& [id, task] : job.tasks) {
    if (task.is_map != maps || task.status != status) continue;
    out += fmt::format("\n{} {} task list for {}\nTaskId\t\tStartTime\tFinishTime\tError{}{}\n",
                       status, maps ? "MAP" : "REDUCE", job.id, maps ? "\tInputSplits" : "", kRule);
    out += fmt::format("{}\t{}\t{}\t{}", id, moment(task.start_time),
                       moment(task.finish_time, task.start_time), task.error);
    out += maps ? "\t" + task.split_locations + "\n" : "\n";
  }
  return out;
}

std::string all_attempts(const JobHistory& job, std::string_view type) {
  const bool is_reduce = type == "REDUCE";
  std::string out = fmt::format(
      "\n{} task list for {}\nTaskId\t\tStartTime{}\tFinishTime\tHostName\tError\tTaskLogs{}\n",
      type, job.id, is_reduce ? "\tShuffleFinished\tSortFinished" : "", kRule);
  for (const auto& [task_id, task] : job.tasks) {
    if (type != (task.is_map ? "MAP" : "REDUCE")) continue;
    for (const auto& [id, attempt] : task.attempts) {
      out += id + "\t" + moment(attempt.start_time) + "\t";
      if (is_reduce)
        out += moment(attempt.shuffle_finish_time, attempt.start_time) + "\t" +
               moment(attempt.sort_finish_time, attempt.shuffle_finish_time);
      const std::string logs = task_logs_url(attempt);
      out += moment(attempt.finish_time, attempt.start_time) + "\t" + attempt.hostname + "\t" +
             attempt.error + (logs.empty() ? "n/a" : logs) + "\n";
    }
  }
  return out;
}

std::string attempts_by_node(const JobHistory& job, const std::string& status) {
  std::map<std::string, std::set<std::string>> nodes;
  for (const auto& [task_id, task] : job.tasks)
    for (const auto& [id, attempt] : task.attempts)
      if (attempt.status == status) nodes[attempt.hostname].insert(task_id);
  if (nodes.empty()) return "";
  std::string out = "\n" + status +
                    " task attempts by nodes\nHostname\tFailedTasks"
                    "\n===============================\n";
  for (const auto& [node, tasks] : nodes) {
    out += node + "\t";
    for (const std::string& task : tasks) out += task + ", ";
    out += "\n";
  }
  return out;
}

}  // namespace

TaskSummary summary_of(const JobHistory& job, bool maps) {
  TaskSummary summary;
  summary.successful = maps ? job.finished_maps : job.finished_reduces;
  for (const auto& [task_id, task] : job.tasks) {
    if (task.is_map != maps) continue;
    for (const auto& [id, attempt] : task.attempts) {
      if (summary.started == 0 || summary.started > attempt.start_time)
        summary.started = attempt.start_time;
      summary.finished = std::max(summary.finished, attempt.finish_time);
      ++summary.total;
      if (attempt.status == "FAILED") ++summary.failed;
      if (attempt.status == "KILLED") ++summary.killed;
    }
  }
  return summary;
}

std::string task_logs_url(const AttemptHistory& attempt) {
  constexpr std::size_t kLead = std::string_view("tracker_").size();
  if (attempt.http_port == -1 || attempt.tracker_name.empty()) return "";
  const std::string host = attempt.tracker_name.substr(0, attempt.tracker_name.find(':'));
  // As many characters are taken for the lead as it has, whether it is there or not.
  return fmt::format("http://{}:{}/tasklog?attemptid={}", host.substr(std::min(kLead, host.size())),
                     attempt.http_port, attempt.id);
}

std::string history_in_words(const JobHistory& job, bool all) {
  std::string out = job_details(job) + task_summary(job) + analysis(job);
  for (const bool maps : {true, false})
    for (const char* status : {"FAILED", "KILLED"}) out += tasks_with(job, maps, status);
  if (all) {
    for (const bool maps : {true, false}) out += tasks_with(job, maps, "SUCCEEDED");
    for (const char* type : {"JOB_SETUP", "MAP", "REDUCE", "JOB_CLEANUP"})
      out += all_attempts(job, type);
  }
  return out + attempts_by_node(job, "FAILED") + attempts_by_node(job, "KILLED");
}

}  // namespace mammoth::mapreduce::engine
