#include "mapreduce/task_runner/shuffle.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "common/base/log.h"
#include "mapreduce/task_runner/fetch.h"
#include "mapreduce/task_runner/map_outputs.h"

namespace mammoth::mapreduce::runner {

namespace {

constexpr int kMostEvents = 10'000;
constexpr std::int64_t kTurnWait_ms = 200;
constexpr std::chrono::milliseconds kFirstPoll{50};
constexpr std::chrono::milliseconds kLongestPoll{1'000};

// The fetching threads and what they share.
class Copying {
 public:
  Copying(TaskAttemptContext& context, int maps, std::string secret, std::string directory)
      : context_(context),
        outputs_(maps, clock_, rules_of(context.getConfiguration())),
        secret_(std::move(secret)),
        directory_(std::move(directory)) {
    for (const char* name :
         {"BAD_ID", "CONNECTION", "IO_ERROR", "WRONG_LENGTH", "WRONG_MAP", "WRONG_REDUCE"})
      context.getCounter(kShuffleErrorsGroup, name);
    context.getCounter<TaskCounter::FAILED_SHUFFLE>();
    const int wanted =
        context.getConfiguration().getInt("mapreduce.reduce.shuffle.parallelcopies", 5);
    for (int i = 0; i < std::clamp(wanted, 1, 64); ++i)
      threads_.emplace_back([this, i] { work(i); });
  }
  ~Copying() {
    stopping_ = true;
    for (std::thread& thread : threads_) thread.join();
  }

  MapOutputs& outputs() { return outputs_; }
  void rethrow() {
    const std::lock_guard lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  static MapOutputRules rules_of(const Configuration& configuration) {
    MapOutputRules rules;
    rules.longest_rest_ms =
        configuration.getLong("mapreduce.reduce.shuffle.retry-delay.max.ms", rules.longest_rest_ms);
    return rules;
  }

  void work(int number) {
    try {
      SegmentStore store(fmt::format("{}/fetched.{}", directory_, number));
      while (!stopping_ && !outputs_.is_complete() && outputs_.hopeless().empty())
        if (const auto turn = outputs_.next_turn(kTurnWait_ms)) take(*turn, store);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      stopping_ = true;
    }
  }

  void take(const HostTurn& turn, SegmentStore& store) {
    const Configuration& configuration = context_.getConfiguration();
    const auto timeout = [&](const char* key) {
      return std::chrono::milliseconds(configuration.getLong(key, 180'000));
    };
    const FetchOrder order{.server = turn.server,
                           .job = context_.getJobID().toString(),
                           .secret = secret_,
                           .reduce = context_.getTaskAttemptID().task,
                           .maps = turn.maps,
                           .connect_timeout = timeout("mapreduce.reduce.shuffle.connect.timeout"),
                           .read_timeout = timeout("mapreduce.reduce.shuffle.read.timeout")};
    const auto failure =
        fetch(order, store, [&](const TaskAttemptID& map, engine::Segment segment) {
          outputs_.arrived(map, std::move(segment));
          context_.progress();
        });
    if (failure) {
      log::warn("reduce.Fetcher", "Failed to fetch map outputs from {}: {}",
                turn.server.to_string(), failure->message);
      context_.getCounter(kShuffleErrorsGroup, failure->counter).increment(1);
      context_.getCounter<TaskCounter::FAILED_SHUFFLE>().increment(1);
    }
    outputs_.end_turn(turn, failure.has_value());
  }

  TaskAttemptContext& context_;
  const SystemClock clock_{};
  MapOutputs outputs_;
  const std::string secret_;
  const std::string directory_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::exception_ptr failure_;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

[[noreturn]] void give_up(const std::string& why) {
  throw Exception("org.apache.hadoop.mapreduce.task.reduce.Shuffle$ShuffleError", why);
}

}  // namespace

std::vector<engine::Segment> shuffle(umbilical::UmbilicalClient& master,
                                     TaskAttemptContext& context, int maps,
                                     const std::string& secret, const std::string& directory) {
  Copying copying(context, maps, secret, directory);
  MapOutputs& outputs = copying.outputs();
  int next = 0;
  auto pause = kFirstPoll;
  while (!outputs.is_complete()) {
    copying.rethrow();
    if (context.isCancelled()) throw Exception("java.lang.InterruptedException", "task was killed");
    if (const std::string why = outputs.hopeless(); !why.empty()) give_up(why);
    for (const TaskAttemptID& map : outputs.take_complaints()) (void)master.fetch_failed(map);
    const auto events = master.map_events(next, kMostEvents);
    if (!events) give_up("the application master does not answer: " + events.error().message);
    for (const umbilical::MapEvent& event : events->events) outputs.take_event(event);
    pause = events->events.empty() ? std::min(pause * 2, kLongestPoll) : kFirstPoll;
    next = events->next;
    const int here = outputs.arrived_count();
    context.setStatus(fmt::format("{} / {} copied.", here, maps));
    context.setProgress(static_cast<float>(here) / static_cast<float>(std::max(maps, 1)) / 3);
    if (!outputs.is_complete()) std::this_thread::sleep_for(pause);
  }
  copying.rethrow();
  context.setProgress(1.0F / 3);
  return outputs.segments();
}

}  // namespace mammoth::mapreduce::runner
