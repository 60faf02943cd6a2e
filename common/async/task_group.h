// The owner of coroutines that run beside their starter: nothing is detached.
#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <list>
#include <memory>
#include <utility>

#include "common/async/event.h"
#include "common/async/task.h"

namespace mammoth {

// Shutdown is: cancel(), co_await join(). All members on the executor given, which runs one thing
// at a time. A group that is destroyed while children run cancels them; they then unwind on the
// executor and must own, or outlive nothing of, what they use.
//
// The first exception of a child cancels the others and is thrown by join(). operation_aborted,
// which is how a cancelled child ends, does not count.
class TaskGroup {
 public:
  explicit TaskGroup(asio::any_io_executor executor)
      : state_(std::make_shared<State>(std::move(executor))) {}
  ~TaskGroup() { cancel(); }
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // The child takes by value what it needs; a member function's object must outlive join().
  void spawn(Task<> child) {
    const auto signal = state_->children.emplace(state_->children.end());
    asio::co_spawn(state_->executor, std::move(child),
                   asio::bind_cancellation_slot(
                       signal->slot(), [state = state_, signal](std::exception_ptr error) {
                         // The child's frame still refers to its signal here: remove it one turn
                         // later.
                         asio::post(state->executor,
                                    [state, signal, error] { finish(*state, signal, error); });
                       }));
  }

  // Asks every child to end. Children spawned later are not concerned.
  void cancel() { cancel_all(*state_); }

  // Waits until no child runs, then rethrows the first failure.
  Task<> join() {
    while (!state_->children.empty()) co_await state_->finished.wait();
    if (state_->failure) std::rethrow_exception(std::exchange(state_->failure, nullptr));
  }

  std::size_t size() const { return state_->children.size(); }

 private:
  using Children = std::list<asio::cancellation_signal>;

  struct State {
    explicit State(asio::any_io_executor e) : executor(std::move(e)), finished(executor) {}
    const asio::any_io_executor executor;
    Children children;
    Event finished;
    std::exception_ptr failure;
  };

  static void cancel_all(State& state) {
    for (auto child = state.children.begin(); child != state.children.end();)
      (child++)->emit(asio::cancellation_type::terminal);
  }

  static void finish(State& state, Children::iterator child, const std::exception_ptr& error) {
    state.children.erase(child);
    if (error && !state.failure && !is_aborted(error)) {
      state.failure = error;
      cancel_all(state);
    }
    if (state.children.empty()) state.finished.notify();
  }

  static bool is_aborted(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const boost::system::system_error& e) {
      return e.code() == asio::error::operation_aborted;
    } catch (...) {
      return false;
    }
  }

  const std::shared_ptr<State> state_;
};

}  // namespace mammoth
