// The part of a server that lives on one io thread: its connections, its counters, its timer.
#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "common/async/task_group.h"
#include "common/rpc/dispatch.h"
#include "common/rpc/server.h"
#include "common/rpc/server_options.h"

namespace mammoth::rpc {

class Connection;

// What all shards of a server share. Constant while it runs, but for the counters.
struct ServerState {
  ServerOptions options;
  Services services;
  std::atomic<std::uint64_t> open_connections{0};
  std::atomic<std::uint64_t> calls_in_flight{0};
};

// Written by the shard's thread only, read by any.
class Counter {
 public:
  void add(std::uint64_t n) {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

struct MethodCounters {
  Counter calls;
  Counter failures;
  Counter total_ns;
};

// Members are for the shard's thread unless they say otherwise.
class Shard {
 public:
  Shard(ServerState& server, asio::io_context& context);
  ~Shard();

  ServerState& server() { return server_; }
  asio::io_context& context() { return context_; }  // any thread

  // Any thread: serves a socket that was made for context().
  void adopt(asio::ip::tcp::socket socket);

  // Any thread: the barrier moved; release what waits for it. At most one release is under way.
  void barrier_advanced();

  // Begins to look for idle connections.
  void start();
  // Closes every connection and waits until all calls have ended.
  Task<> stop();

  // A connection holds answers back. To be called after they are queued, since it also releases
  // them if the barrier has been reached meanwhile.
  void add_holder(Connection& connection);
  // A connection is gone.
  void forget(Connection& connection);
  // Counts sweeps for idle connections: a clock that is cheap to read.
  std::uint64_t sweep() const { return sweep_; }

  // A call of `method` has ended.
  void count(const Method& method, std::chrono::steady_clock::time_point began, bool succeeded);
  // Any thread: adds what this shard has counted.
  void add_to(std::map<std::string_view, MethodStatistics>& sums) const;

  Counter calls;
  Counter received_bytes;
  Counter sent_bytes;
  Counter refused_busy;

 private:
  MethodCounters& counters_of(const Method& method);
  Task<> serve(asio::ip::tcp::socket socket, std::string remote_address);
  Task<> sweep_idle();
  void release_held();

  ServerState& server_;
  asio::io_context& context_;
  TaskGroup tasks_;
  std::unordered_set<Connection*> connections_;
  std::uint64_t sweep_ = 0;
  // Grows under the mutex, on the shard's thread, which therefore reads without.
  mutable std::mutex method_counters_mutex_;
  std::unordered_map<const Method*, std::unique_ptr<MethodCounters>> method_counters_;

  std::unordered_set<Connection*> holders_;
  // These two join the committer's thread and this one. The thread that holds an answer sets
  // has_held_ and then reads the barrier; the committer moves the barrier and then reads has_held_:
  // one of them sees the other.
  std::atomic<bool> has_held_{false};
  std::atomic<bool> release_posted_{false};
};

}  // namespace mammoth::rpc
