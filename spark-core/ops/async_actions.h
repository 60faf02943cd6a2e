// RDD.countAsync, collectAsync, takeAsync, foreachAsync and foreachPartitionAsync (Spark:
// AsyncRDDActions): the same actions on a thread of their own, which inherits the caller's local
// properties.
#pragma once

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "spark-core/api/job_control.h"
#include "spark-core/ops/collect.h"
#include "spark-core/ops/count.h"
#include "spark-core/ops/foreach.h"
#include "spark-core/ops/take.h"

namespace mammoth::spark {

// The answer of an action under way (Spark: FutureAction). Copies are of one action; the last one
// waits for its end. Thread-safe.
template <class R>
class FutureAction {
 public:
  // Waits, and throws what the action has thrown.
  R get() const { return state_->answer.get(); }
  bool isCompleted() const { return ended_within(std::chrono::milliseconds(0)); }
  bool isCancelled() const { return state_->cancelled; }
  // Its jobs fail with "Job 3 cancelled <reason>", which get() throws. Returns when the action has
  // ended; nothing for one that had.
  void cancel(const std::string& reason = "") const {
    constexpr std::chrono::milliseconds kPatience{10};
    // Between two of its jobs there is nothing to cancel.
    while (!isCompleted()) {
      state_->cancelled = true;
      state_->session->cancel_jobs({.by = JobSelection::By::kTag, .name = state_->tag}, reason);
      ended_within(kPatience);
    }
  }

 private:
  template <class F>
  friend auto begin_action(const std::shared_ptr<Session>& session, F action);
  struct State {
    std::shared_ptr<Session> session;
    std::string tag;
    std::atomic<bool> cancelled{false};
    std::shared_future<R> answer{};
    std::jthread thread{};  // knows nothing of this
  };
  explicit FutureAction(std::shared_ptr<State> state) : state_(std::move(state)) {}
  bool ended_within(std::chrono::milliseconds limit) const {
    return state_->answer.wait_for(limit) == std::future_status::ready;
  }

  std::shared_ptr<State> state_;
};

template <class F>
auto begin_action(const std::shared_ptr<Session>& session, F action) {
  using R = std::invoke_result_t<F>;
  session->require_usable();
  auto state = std::make_shared<typename FutureAction<R>::State>();
  state->session = session;
  state->tag = "mammoth-async-" + std::to_string(session->new_handle_id());
  Session::Properties properties = with_job_tag(session->local_properties(), state->tag);
  std::packaged_task<R()> task(
      [session, properties = std::move(properties), action = std::move(action)] {
        session->set_local_properties(properties);
        return action();
      });
  state->answer = task.get_future().share();
  state->thread = std::jthread(std::move(task));
  return FutureAction<R>(std::move(state));
}

template <class T>
auto rdd_count_async(const RDD<T>& rdd) {
  return begin_action(rdd.session(), [rdd] { return rdd_count(rdd); });
}

template <class T>
auto rdd_collect_async(const RDD<T>& rdd) {
  return begin_action(rdd.session(), [rdd] { return rdd_collect(rdd); });
}

template <class T>
auto rdd_take_async(const RDD<T>& rdd, int num) {
  return begin_action(rdd.session(), [rdd, num] { return rdd_take(rdd, num); });
}

template <class T, Shipped F>
auto rdd_foreach_async(const RDD<T>& rdd, F f) {
  return begin_action(rdd.session(), [rdd, f = std::move(f)] { rdd_foreach(rdd, f); });
}

template <class T, Shipped F>
auto rdd_foreach_partition_async(const RDD<T>& rdd, F f) {
  return begin_action(rdd.session(), [rdd, f = std::move(f)] { rdd_foreach_partition(rdd, f); });
}

}  // namespace mammoth::spark
