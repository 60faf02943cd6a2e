#include "mapreduce/client/job_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <thread>

#include "common/base/log.h"
#include "common/formats/writable_text.h"
#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/files.h"
#include "mapreduce/api/generic_options.h"
#include "mapreduce/client/history_text.h"
#include "mapreduce/client/remote_job.h"
#include "mapreduce/umbilical/client_ids.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce {

namespace engine {

int view_history(const Configuration& configuration, const std::string& path, bool all,
                 const std::string& out, const std::string& format) {
  const std::string failed = "Unable to initialize History Viewer";
  const auto is = [&](std::string_view name) {
    return std::ranges::equal(format, name, {}, [](unsigned char c) { return std::tolower(c); });
  };
  history::JobHistory job;
  try {
    job = orRaise(
        history::parse_history(Files(configuration).readAll(path, history::kMaxHistoryBytes)));
  } catch (const Exception& failure) {
    throw IOException(failed + "\nCaused by: " + failure.javaClass() + ": " + failure.what());
  }
  if (!is("human") && !is("json")) {
    fmt::print(stderr, "Invalid format specified: {}\n", format);
    throw IllegalArgumentException(failed);
  }
  const std::string text = is("json") ? history_in_json(job, all) : history_in_words(job, all);
  if (out.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return 0;
  }
  std::ofstream file(out, std::ios::binary | std::ios::trunc);
  if (!file.write(text.data(), static_cast<std::streamsize>(text.size())).flush())
    throw Exception("java.io.FileNotFoundException",
                    fmt::format("{} ({})", out, std::strerror(errno)));
  return 0;
}

}  // namespace engine

namespace {

namespace wire = ::hadoop::mapreduce;
using engine::JobReport;
using engine::RemoteJob;
using Words = std::vector<std::string>;

constexpr int kJobFailed = 255;
constexpr int kJobUncaught = 1;

JobID job_named(const std::string& text) {
  const auto id = umbilical::parse_job_id(text);
  if (!id) throw IllegalArgumentException("JobId string : " + text + " is not properly formed");
  return *id;
}

int number_in(const std::string& text) {
  std::size_t used = 0;
  int number = 0;
  try {
    number = std::stoi(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  if (used == 0 || used != text.size())
    throw Exception("java.lang.NumberFormatException",
                    fmt::format("For input string: \"{}\"", text));
  return number;
}

TaskAttemptID attempt_named(const std::string& text) {
  const auto id = umbilical::parse_attempt_id(text);
  if (!id)
    throw IllegalArgumentException("TaskAttemptId string : " + text + " is not properly formed");
  return *id;
}

const char* status_name(wire::TaskAttemptCompletionEventStatusProto status) {
  switch (status) {
    case wire::TACE_FAILED:
      return "FAILED";
    case wire::TACE_KILLED:
      return "KILLED";
    case wire::TACE_SUCCEEDED:
      return "SUCCEEDED";
    case wire::TACE_OBSOLETE:
      return "OBSOLETE";
    default:
      return "TIPFAILED";
  }
}

std::string reason_for_failure(RemoteJob& job) {
  int failures = 1;
  std::optional<wire::TaskAttemptCompletionEventProto> last;
  for (const auto& event : job.events(0, 10)) {
    if (event.status() != wire::TACE_FAILED) continue;
    ++failures;
    last = event;
  }
  if (!last)
    return "There are no failed tasks for the job. Job is failed due to some other reason and "
           "reason can be found in the logs.";
  const std::string attempt = umbilical::attempt_of(last->attempt_id()).toString();
  const std::string task = attempt.substr(attempt.find('_') + 1);
  return fmt::format(" task {} failed {} times For details check tasktracker at: {}",
                     task.substr(0, task.size() - 2), failures, last->map_output_server_address());
}

class JobCommand {
 public:
  explicit JobCommand(const Configuration& configuration) : configuration_(configuration) {}

  int status(const Words& words) {
    const auto report = find(words[1], job_named(words[1]));
    if (!report) return kJobFailed;
    const std::optional<Counters> counters = job_->counters();
    // Asked again, as it is printed: it may have gone on.
    const JobReport now = job_->report().value_or(*report);
    const std::string reason = now.state == "FAILED" ? reason_for_failure(*job_) : " ";
    const std::size_t maps = job_->tasks(TaskType::MAP).size();
    const std::size_t reduces = job_->tasks(TaskType::REDUCE).size();
    fmt::print(
        "\nJob: {}\nJob File: {}\nJob Tracking URL : {}\nUber job : {}\nNumber of maps: {}\nNumber "
        "of reduces: {}\nmap() completion: {}\nreduce() completion: {}\nJob state: {}\nretired: "
        "false\nreason for failure: {}\n",
        job_->id().toString(), now.job_file, now.tracking_url, now.is_uber, maps, reduces,
        formats::java_text(now.map_progress), formats::java_text(now.reduce_progress), now.state,
        reason);
    fmt::print("{}\n", counters ? counters->toString() : "Counters not available. Job is retired.");
    return 0;
  }

  int counter(const Words& words) {
    if (!find(words[1], job_named(words[1]))) return kJobFailed;
    const std::optional<Counters> counters = job_->counters();
    if (!counters) {
      fmt::print("Counters not available for retired job {}\n", words[1]);
      return kJobFailed;
    }
    fmt::print("{}\n", counters->getValue(words[2], words[3]));
    return 0;
  }

  int kill(const Words& words) {
    const auto report = find(words[1], job_named(words[1]));
    if (!report) return kJobFailed;
    const std::map<std::string, std::string> refusals{
        {"FAILED",
         fmt::format("Could not mark the job {} as killed, as it has already failed.", words[1])},
        {"KILLED", fmt::format("The job {} has already been killed.", words[1])},
        {"SUCCEEDED",
         fmt::format("Could not kill the job {}, as it has already succeeded.", words[1])}};
    if (const auto refusal = refusals.find(report->state); refusal != refusals.end()) {
      fmt::print("{}\n", refusal->second);
      return kJobFailed;
    }
    job_->kill();
    fmt::print("Killed job {}\n", words[1]);
    return 0;
  }

  int events(const Words& words) {
    const int from = number_in(words[2]);
    const int most = number_in(words[3]);
    if (!find(words[1], job_named(words[1]))) return kJobFailed;
    const auto found = job_->events(from, most);
    fmt::print("Task completion events for {}\nNumber of events (from {}) are: {}\n",
               job_->id().toString(), from, found.size());
    for (const auto& event : found) {
      const std::string attempt = umbilical::attempt_of(event.attempt_id()).toString();
      fmt::print("{} {} {}/tasklog?plaintext=true&attemptid={}\n", status_name(event.status()),
                 attempt, event.map_output_server_address(), attempt);
    }
    return 0;
  }

  int attempt_ids(const Words& words) {
    const std::string type = changed(words[2], ::toupper);
    const std::string state = changed(words[3], ::tolower);
    const std::map<std::string, std::vector<wire::TaskStateProto>> states{
        {"pending", {wire::TS_NEW, wire::TS_SCHEDULED}},
        {"running", {wire::TS_RUNNING}},
        {"completed", {wire::TS_SUCCEEDED}},
        {"failed", {wire::TS_FAILED}},
        {"killed", {wire::TS_KILLED}}};
    const bool has_type = type == "MAP" || type == "REDUCE";
    if (!has_type || !states.contains(state)) {
      fmt::print("Error: Invalid task-{}: {}\n", has_type ? "state" : "type",
                 has_type ? words[3] : words[2]);
      engine::print_job_usage(words[0]);
      return kJobFailed;
    }
    if (!find(words[1], job_named(words[1]))) return kJobFailed;
    for (const auto& task : job_->tasks(type == "MAP" ? TaskType::MAP : TaskType::REDUCE)) {
      if (std::ranges::find(states.at(state), task.task_state()) == states.at(state).end())
        continue;
      if (task.task_state() == wire::TS_SUCCEEDED)
        fmt::print("{}\n", umbilical::attempt_of(task.successful_attempt()).toString());
      if (task.task_state() == wire::TS_RUNNING)
        for (const auto& attempt : task.running_attempts())
          fmt::print("{}\n", umbilical::attempt_of(attempt).toString());
    }
    return 0;
  }

  int stop_task(const Words& words) {
    const bool fails = words[0] == "-fail-task";
    const TaskAttemptID attempt = attempt_named(words[1]);
    // Hadoop names no job here.
    if (!find("null", attempt.job)) return kJobFailed;
    job_->stop_attempt(attempt, fails);
    fmt::print("Killed task {}{}\n", words[1], fails ? " by failing it" : "");
    return 0;
  }

  int config(const Words& words) {
    const auto report = find(words[1], job_named(words[1]));
    if (!report) return kJobFailed;
    const engine::Files files(configuration_);
    constexpr std::uint64_t kMaxConfBytes = 64 << 20;
    const std::string text = files.readAll(report->job_file, kMaxConfBytes);
    const auto writer = files.create("file://" + absolute(words[2]), true);
    engine::orRaise(writer->write(std::as_bytes(std::span(text))));
    engine::orRaise(writer->close());
    return 0;
  }

  // [all] FILE-OR-JOB [-outfile FILE] [-format FORMAT]
  int history(const Words& words) {
    std::size_t at = 1;
    const bool all = words[at] == "all";
    if (all) ++at;
    if (at == words.size()) return misused(words[0]);
    const std::string what = words[at++];
    const auto value = [&](std::string_view option, std::string otherwise) {
      if (at + 1 >= words.size() || words[at] != option) return otherwise;
      at += 2;
      return words[at - 1];
    };
    const std::string out = value("-outfile", "");
    const std::string format = value("-format", "human");
    if (at < words.size()) return misused(words[0]);
    if (what.ends_with(".jhist"))
      return engine::view_history(configuration_, what, all, out, format);
    // Hadoop names no job here.
    const auto report = find("null", job_named(what));
    if (!report) return kJobFailed;
    if (report->history_file.empty()) {
      fmt::print("History file for job {} is currently unavailable.\n", what);
      return kJobFailed;
    }
    return engine::view_history(configuration_, report->history_file, all, out, format);
  }

  int unsupported(const Words& words) {
    throw UnsupportedOperationException("mapred job " + words[0] + " is not supported");
  }

  static int misused(std::string_view option) {
    engine::print_job_usage(option);
    return kJobFailed;
  }

 private:
  // Sets job_. Nothing: nobody knows it, which has been said.
  std::optional<JobReport> find(const std::string& name, const JobID& id) {
    if (configuration_.get("mapreduce.framework.name", "local") == "yarn") {
      job_ = std::make_unique<RemoteJob>(
          configuration_, std::make_shared<yarn::ApplicationClient>(configuration_.properties()),
          id);
      const int retries = configuration_.getInt("yarn.app.mapreduce.client.job.max-retries", 3);
      const auto pause_ms =
          configuration_.getLong("yarn.app.mapreduce.client.job.retry-interval", 2000);
      for (int i = 0;; ++i) {
        if (auto report = job_->report()) return report;
        if (i >= retries) break;
        log::info("tools.CLI",
                  "Could not obtain job info after {} attempt(s). Sleeping for {} seconds and "
                  "retrying.",
                  i + 1, pause_ms / 1000);
        std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
      }
    }
    fmt::print("Could not find job {}\n", name);
    return std::nullopt;
  }

  static std::string changed(std::string text, int (*change)(int)) {
    for (char& c : text) c = static_cast<char>(change(static_cast<unsigned char>(c)));
    return text;
  }
  static std::string absolute(const std::string& path) {
    return std::filesystem::absolute(path).lexically_normal().string();
  }

  const Configuration& configuration_;
  std::unique_ptr<RemoteJob> job_;
};

struct JobOption {
  std::size_t least;  // words, the option's own among them
  std::size_t most;
  int (JobCommand::*run)(const Words&);
};

const std::map<std::string, JobOption>& job_options() {
  static const std::map<std::string, JobOption> options{
      {"-status", {2, 2, &JobCommand::status}},
      {"-counter", {4, 4, &JobCommand::counter}},
      {"-kill", {2, 2, &JobCommand::kill}},
      {"-events", {4, 4, &JobCommand::events}},
      {"-history", {2, 7, &JobCommand::history}},
      {"-list-attempt-ids", {4, 4, &JobCommand::attempt_ids}},
      {"-kill-task", {2, 2, &JobCommand::stop_task}},
      {"-fail-task", {2, 2, &JobCommand::stop_task}},
      {"-config", {3, 3, &JobCommand::config}},
      {"-submit", {2, 2, &JobCommand::unsupported}},
      {"-set-priority", {3, 3, &JobCommand::unsupported}},
      {"-logs", {2, 3, &JobCommand::unsupported}},
  };
  return options;
}

int run_words(const Configuration& configuration, const Words& words) {
  if (words.empty()) return JobCommand::misused("");
  const std::string& option = words[0];
  if (option == "-list") {
    const bool all = words.size() == 2 && words[1] == "all";
    if (words.size() > 1 && !all) return JobCommand::misused(option);
    return engine::list_jobs(configuration, all);
  }
  if (option == "-list-active-trackers" || option == "-list-blacklisted-trackers") {
    if (words.size() != 1) return JobCommand::misused(option);
    // The ResourceManager keeps no black list of its own.
    return option == "-list-active-trackers" ? engine::list_trackers(configuration) : 0;
  }
  const auto found = job_options().find(option);
  if (found == job_options().end()) return JobCommand::misused("");
  const JobOption& known = found->second;
  if (words.size() < known.least || words.size() > known.most) return JobCommand::misused(option);
  JobCommand command(configuration);
  return (command.*known.run)(words);
}

}  // namespace

int runJobCommand(const std::vector<std::string>& arguments) {
  try {
    std::vector<std::string> words{"job"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    Configuration configuration;
    const GenericOptionsParser parser(configuration, static_cast<int>(argv.size()), argv.data());
    return run_words(configuration, parser.getRemainingArgs());
  } catch (const Exception& failure) {
    fmt::print(stderr, "Exception in thread \"main\" {}: {}\n", failure.javaClass(),
               failure.what());
  } catch (const std::exception& failure) {
    fmt::print(stderr, "Exception in thread \"main\" java.io.IOException: {}\n", failure.what());
  }
  return kJobUncaught;
}

}  // namespace mammoth::mapreduce
