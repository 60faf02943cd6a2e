#include "mapreduce/app_master/umbilical_service.h"

#include <algorithm>

#include "common/base/log.h"
#include "common/protocol/mapreduce/task_umbilical.pb.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce::app_master {

using schedule::AttemptKey;
using schedule::CompletionEvent;
using schedule::JobMachine;

namespace {

constexpr int kMostMapEvents = 10'000;

AttemptKey key_from(const task_wire::AttemptProto& proto) {
  return {proto.type() == hadoop::mapreduce::MAP ? TaskType::MAP : TaskType::REDUCE, proto.task(),
          proto.attempt()};
}

// Counters beyond a job's limit are the task's failure, not the master's.
schedule::StatusUpdate update_from(const task_wire::StatusProto& proto) {
  schedule::StatusUpdate update{proto.progress(), proto.status(), proto.shuffle_is_over(),
                                proto.sort_is_over(), nullptr};
  if (proto.has_counters())
    update.counters = std::make_shared<const Counters>(umbilical::counters_of(proto.counters()));
  return update;
}

task_wire::LifeProto life(bool is_wanted) {
  task_wire::LifeProto answer;
  answer.set_is_wanted(is_wanted);
  return answer;
}

std::string text_of(const JobID& job, const AttemptKey& key) {
  return TaskAttemptID{job, key.type, key.task, key.attempt}.toString();
}

}  // namespace

void UmbilicalService::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("getTask", kIdempotent, *this, &UmbilicalService::get_task);
  service.bind("statusUpdate", kIdempotent, *this, &UmbilicalService::status_update);
  service.bind("commitPending", kIdempotent, *this, &UmbilicalService::commit_pending);
  service.bind("canCommit", kIdempotent, *this, &UmbilicalService::can_commit);
  service.bind("done", kIdempotent, *this, &UmbilicalService::done);
  service.bind("fail", kIdempotent, *this, &UmbilicalService::fail);
  service.bind("fetchFailed", kIdempotent, *this, &UmbilicalService::fetch_failed);
  service.bind("getMapEvents", kIdempotent, *this, &UmbilicalService::get_map_events);
}

Result<task_wire::GetTaskResponseProto> UmbilicalService::get_task(
    const task_wire::GetTaskRequestProto& request, rpc::Call&) {
  const AttemptKey key = key_from(request.attempt());
  task_wire::GetTaskResponseProto answer;
  answer.set_is_wanted(job_.with(
      [&](JobMachine& machine) {
        answer.set_maps(static_cast<int>(machine.plan().maps.size()));
        return machine.started(key);
      },
      false));
  const auto* split = key.type == TaskType::MAP ? job_.split(key.task) : nullptr;
  if (answer.is_wanted() && split != nullptr) {
    answer.set_split_class(split->split.class_name);
    answer.set_split(split->split.bytes);
  }
  log::info("app.TaskAttemptListener", "Task {} {}", text_of(job_.facts().id, key),
            answer.is_wanted() ? "given task" : "is not wanted");
  return answer;
}

Result<task_wire::LifeProto> UmbilicalService::status_update(const task_wire::StatusProto& request,
                                                             rpc::Call&) {
  const auto update = update_from(request);
  const AttemptKey key = key_from(request.attempt());
  // Nothing that the master would act upon: the bell stays silent.
  return life(job_.with([&](JobMachine& machine) { return machine.updated(key, update); }, false));
}

Result<task_wire::LifeProto> UmbilicalService::commit_pending(const task_wire::StatusProto& request,
                                                              rpc::Call&) {
  const auto update = update_from(request);
  const AttemptKey key = key_from(request.attempt());
  return life(job_.with(
      [&](JobMachine& machine) {
        return machine.updated(key, update) && machine.commit_pending(key);
      },
      false));
}

Result<task_wire::CanCommitResponseProto> UmbilicalService::can_commit(
    const task_wire::AttemptProto& request, rpc::Call&) {
  const AttemptKey key = key_from(request);
  task_wire::CanCommitResponseProto answer;
  job_.act([&](JobMachine& machine) {
    answer.set_may_commit(machine.may_commit(key));
    const auto* attempt = machine.find(key);
    answer.set_is_wanted(attempt != nullptr && schedule::is_live(attempt->state));
  });
  return answer;
}

Result<task_wire::LifeProto> UmbilicalService::done(const task_wire::StatusProto& request,
                                                    rpc::Call&) {
  const auto update = update_from(request);
  const AttemptKey key = key_from(request.attempt());
  log::info("app.TaskAttemptListener", "Done acknowledgment from {}",
            text_of(job_.facts().id, key));
  return life(job_.with([&](JobMachine& machine) { return machine.done(key, update); }, false));
}

Result<task_wire::LifeProto> UmbilicalService::fail(const task_wire::FailRequestProto& request,
                                                    rpc::Call&) {
  const AttemptKey key = key_from(request.attempt());
  log::warn("app.TaskAttemptListener", "Task: {} - exited : {}", text_of(job_.facts().id, key),
            request.message());
  return life(job_.with([&](JobMachine& machine) { return machine.failed(key, request.message()); },
                        false));
}

Result<task_wire::LifeProto> UmbilicalService::fetch_failed(
    const task_wire::FetchFailedRequestProto& request, rpc::Call&) {
  const AttemptKey reduce = key_from(request.reduce());
  const AttemptKey map = key_from(request.map());
  log::warn("app.TaskAttemptListener", "{} cannot fetch the output of {}",
            text_of(job_.facts().id, reduce), text_of(job_.facts().id, map));
  return life(
      job_.with([&](JobMachine& machine) { return machine.fetch_failed(reduce, map); }, false));
}

Result<task_wire::GetMapEventsResponseProto> UmbilicalService::get_map_events(
    const task_wire::GetMapEventsRequestProto& request, rpc::Call&) {
  const AttemptKey key = key_from(request.reduce());
  task_wire::GetMapEventsResponseProto answer;
  answer.set_is_wanted(job_.read(
      [&](const JobMachine& machine) {
        const auto& events = machine.events();
        const auto most = std::clamp(request.most(), 1, kMostMapEvents);
        auto at = static_cast<std::size_t>(std::max(request.from(), 0));
        for (; at < events.size() && answer.events_size() < most; ++at) {
          const CompletionEvent& event = events[at];
          using enum CompletionEvent::Status;
          if (event.attempt.type != TaskType::MAP) continue;
          if (event.status == kSucceeded && event.shuffle_address.empty()) break;  // not yet known
          auto& out = *answer.add_events();
          umbilical::set_attempt(*out.mutable_map(), TaskType::MAP, event.attempt.task,
                                 event.attempt.attempt);
          out.set_kind(event.status == kSucceeded    ? task_wire::MapEventProto::AVAILABLE
                       : event.status == kTaskFailed ? task_wire::MapEventProto::GIVEN_UP
                                                     : task_wire::MapEventProto::OBSOLETE);
          if (event.status == kSucceeded) out.set_address(event.shuffle_address);
        }
        answer.set_next(static_cast<int>(at));
        const auto* attempt = machine.find(key);
        return attempt != nullptr && schedule::is_live(attempt->state);
      },
      false));
  return answer;
}

}  // namespace mammoth::mapreduce::app_master
