#include "mapreduce/app_master/job_recorder.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "mapreduce/staging/staging.h"

namespace mammoth::mapreduce::app_master {

using schedule::Moment;

namespace {

// Under the lock: events are plain values, and are written without it.
class EventMaker {
 public:
  EventMaker(const JobID& job, const schedule::JobMachine& machine)
      : job_(job), machine_(machine) {}

  std::optional<history::Event> make(const Moment& moment) const {
    const schedule::AttemptKey& key = moment.attempt;
    const schedule::Attempt* attempt = machine_.find(key);
    const schedule::TaskRecord& task =
        machine_.tasks(key.type)[static_cast<std::size_t>(key.task)];
    switch (moment.kind) {
      case Moment::Kind::kTaskStarted: return task_started(key, task);
      case Moment::Kind::kTaskEnded: return task_ended(key, task);
      case Moment::Kind::kAttemptStarted:
        if (attempt != nullptr && attempt->container) return attempt_started(key, *attempt);
        break;
      case Moment::Kind::kAttemptEnded:
        if (attempt != nullptr && attempt->container) return attempt_ended(key, *attempt);
        break;
    }
    return std::nullopt;
  }

 private:
  TaskAttemptID id_of(const schedule::AttemptKey& key) const {
    return {job_, key.type, key.task, key.attempt};
  }
  static Counters counters_of(const schedule::Attempt& attempt) {
    return attempt.counters == nullptr ? Counters() : *attempt.counters;
  }
  static int port_of(const std::string& address) {
    return std::atoi(address.c_str() + std::min(address.rfind(':') + 1, address.size()));
  }

  history::Event task_started(const schedule::AttemptKey& key,
                              const schedule::TaskRecord& task) const {
    history::TaskStarted event{id_of(key).taskToString(), key.type, task.started_ms, ""};
    if (key.type == TaskType::MAP)
      event.split_locations = fmt::format(
          "{}", fmt::join(machine_.plan().maps[static_cast<std::size_t>(key.task)].hosts, ","));
    return event;
  }

  history::Event attempt_started(const schedule::AttemptKey& key,
                                 const schedule::Attempt& attempt) const {
    history::AttemptStarted event;
    event.task_id = id_of(key).taskToString();
    event.type = key.type;
    event.attempt_id = id_of(key).toString();
    event.start_time = attempt.launched_ms;
    event.tracker_name = attempt.container->host;
    event.http_port = port_of(attempt.container->http_address);
    event.shuffle_port = attempt.shuffle_port == 0 ? -1 : attempt.shuffle_port;
    event.container_id = attempt.container->id;
    event.locality = attempt.locality == schedule::Locality::kNode   ? "NODE_LOCAL"
                     : attempt.locality == schedule::Locality::kRack ? "RACK_LOCAL"
                                                                     : "OFF_SWITCH";
    event.avataar = attempt.is_speculative ? "SPECULATIVE" : "VIRGIN";
    return event;
  }

  history::Event attempt_ended(const schedule::AttemptKey& key,
                               const schedule::Attempt& attempt) const {
    const std::string task = id_of(key).taskToString();
    const std::string id = id_of(key).toString();
    const std::string& host = attempt.container->host;
    const int port = port_of(attempt.container->node);
    if (attempt.state != schedule::AttemptState::kSucceeded)
      return history::AttemptUnsuccessful{
          task, key.type, id, attempt.finished_ms, host, port, schedule::kDefaultRack,
          attempt.state == schedule::AttemptState::kFailed ? "FAILED" : "KILLED",
          attempt.diagnostics, counters_of(attempt)};
    if (key.type == TaskType::MAP)
      return history::MapAttemptFinished{task, id, attempt.finished_ms, attempt.finished_ms,
                                         host, port, schedule::kDefaultRack, attempt.status,
                                         counters_of(attempt)};
    const std::int64_t shuffled =
        attempt.shuffle_finished_ms == 0 ? attempt.finished_ms : attempt.shuffle_finished_ms;
    const std::int64_t sorted =
        attempt.sort_finished_ms == 0 ? attempt.finished_ms : attempt.sort_finished_ms;
    return history::ReduceAttemptFinished{task, id, shuffled, sorted, attempt.finished_ms,
                                          host, port, schedule::kDefaultRack, attempt.status,
                                          counters_of(attempt)};
  }

  history::Event task_ended(const schedule::AttemptKey& key,
                            const schedule::TaskRecord& task) const {
    const std::string id = id_of(key).taskToString();
    if (const schedule::Attempt* winner = task.winner())
      return history::TaskFinished{
          id, key.type, task.finished_ms,
          TaskAttemptID{job_, key.type, key.task, winner->number}.toString(),
          counters_of(*winner)};
    const schedule::Attempt* last = task.find(key.attempt);
    history::TaskFailed event{id, key.type, task.finished_ms, "FAILED", "", "", {}};
    if (last != nullptr) event.error = last->diagnostics;
    event.failed_due_to_attempt = id_of(key).toString();
    return event;
  }

  const JobID& job_;
  const schedule::JobMachine& machine_;
};

struct Tally {
  int finished = 0, failed = 0, killed = 0;
  Counters counters;
};

Tally tally_of(const std::vector<schedule::TaskRecord>& tasks) {
  Tally tally;
  for (const schedule::TaskRecord& task : tasks) {
    if (task.state == schedule::TaskState::kFailed) ++tally.failed;
    if (task.state == schedule::TaskState::kKilled) ++tally.killed;
    const schedule::Attempt* winner = task.winner();
    if (winner == nullptr) continue;
    ++tally.finished;
    if (winner->counters != nullptr) tally.counters.incrAllCounters(*winner->counters);
  }
  return tally;
}

}  // namespace

JobRecorder::JobRecorder(const Configuration& configuration, const JobFacts& facts,
                         int master_attempt)
    : configuration_(configuration), facts_(facts) {
  attempt([&] {
    writer_ = std::make_unique<history::HistoryWriter>(
        configuration, configuration.get(staging::kJobDirKey, ""), facts.id.toString(),
        master_attempt);
  });
}
JobRecorder::~JobRecorder() = default;

void JobRecorder::attempt(const std::function<void()>& what) {
  try {
    what();
  } catch (const std::exception& failure) {
    log::warn("jobhistory.JobHistoryEventHandler", "there is no history of this job: {}",
              failure.what());
    writer_.reset();
  }
}

void JobRecorder::write(const std::vector<history::Event>& events) {
  if (writer_ == nullptr) return;
  attempt([&] {
    for (const history::Event& event : events) writer_->write(event);
  });
}

void JobRecorder::begin(const std::vector<history::MasterAttempt>& earlier, int maps,
                        int reduces) {
  const std::string job = facts_.id.toString();
  std::vector<history::Event> events;
  for (const history::MasterAttempt& it : earlier)
    events.push_back(history::AmStarted{it.application_attempt_id, it.start_time, it.container_id,
                                        it.node_manager_host, it.node_manager_port,
                                        it.node_manager_http_port});
  events.push_back(history::AmStarted{facts_.attempt, facts_.started_ms, facts_.container,
                                      facts_.node_host, facts_.node_port, facts_.node_http_port});
  events.push_back(history::JobSubmitted{job, facts_.name, facts_.user, facts_.submitted_ms,
                                         facts_.job_file, {}, facts_.queue});
  events.push_back(history::JobQueueChanged{job, facts_.queue});
  events.push_back(history::JobInited{job, facts_.started_ms, maps, reduces, false});
  events.push_back(history::JobInfoChanged{job, facts_.submitted_ms, facts_.started_ms});
  write(events);
}

void JobRecorder::catch_up(SharedJob& job) {
  write(job.quietly(
      [&](schedule::JobMachine& machine) {
        const EventMaker maker(facts_.id, machine);
        std::vector<history::Event> events;
        for (const Moment& moment : machine.take_moments())
          if (auto event = maker.make(moment)) events.push_back(std::move(*event));
        return events;
      },
      std::vector<history::Event>()));
}

void JobRecorder::end(SharedJob& job, schedule::JobState state, const std::string& diagnostics,
                      std::int64_t finished_ms) {
  if (writer_ == nullptr) return;
  catch_up(job);
  const std::string id = facts_.id.toString();
  const bool succeeded = state == schedule::JobState::kSucceeded;
  const std::string status =
      succeeded ? "SUCCEEDED" : state == schedule::JobState::kKilled ? "KILLED" : "FAILED";
  Tally maps;
  Tally reduces;
  const Counters total = job.quietly(
      [&](schedule::JobMachine& machine) {
        maps = tally_of(machine.tasks(TaskType::MAP));
        reduces = tally_of(machine.tasks(TaskType::REDUCE));
        return machine.counters();
      },
      Counters());
  if (succeeded)
    write({history::JobFinished{id, finished_ms, maps.finished, reduces.finished, maps.failed,
                                reduces.failed, maps.killed, reduces.killed, total, maps.counters,
                                reduces.counters}});
  else
    write({history::JobUnsuccessful{id, finished_ms, maps.finished, reduces.finished, maps.failed,
                                    reduces.failed, maps.killed, reduces.killed, status,
                                    diagnostics}});
  attempt([&] {
    if (writer_ != nullptr)
      writer_->publish({id, facts_.submitted_ms, facts_.user, facts_.name, finished_ms,
                        maps.finished, reduces.finished, status, facts_.queue, facts_.started_ms},
                       history::configuration_xml(configuration_));
  });
  writer_.reset();
}

}  // namespace mammoth::mapreduce::app_master
