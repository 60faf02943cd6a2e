// The driver's end of one executor's connection: what is to be sent (net/outbox.h), which tasks run
// there, whether it is alive. Thread-safe but for close().
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <set>
#include <unordered_map>

#include "spark-core/net/outbox.h"
#include "spark-core/remote/messages.h"
#include "spark-core/scheduler/task.h"

namespace mammoth::spark {

class ExecutorLink {
 public:
  ExecutorLink(RegisterExecutor who, net::Socket& socket);
  // As Outbox::close().
  void close() { outbox_.close(); }

  const RegisterExecutor& who() const { return who_; }
  void post(Message kind, std::string body) {
    outbox_.post(static_cast<std::uint8_t>(kind), std::move(body));
  }
  // The plan goes first when this executor has not got it yet.
  void launch(const scheduler::TaskDescription& task, std::string bytes);
  // The task's description, once.
  std::optional<scheduler::TaskDescription> ended(std::int64_t task);

  void heard() { heard_ = std::chrono::steady_clock::now(); }
  std::chrono::milliseconds silent_for() const;
  // Breaks the connection; the first reason stays.
  void give_up(const std::string& reason);
  std::optional<std::string> given_up() const;

 private:
  const RegisterExecutor who_;
  std::atomic<std::chrono::steady_clock::time_point> heard_{std::chrono::steady_clock::now()};
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  std::unordered_map<std::int64_t, scheduler::TaskDescription> running_;
  std::set<std::pair<int, int>> plans_;  // that were sent: (stage, attempt)
  std::optional<std::string> given_up_;
  net::Outbox outbox_;
};

}  // namespace mammoth::spark
