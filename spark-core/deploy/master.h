// The master of a standalone cluster (Spark: Master): the port that workers and drivers connect to,
// with ClusterState behind one lock. It never runs anybody's code and keeps nothing on disk: after a
// restart workers and drivers that are there go on with what they have.
#pragma once

#include <thread>

#include "common/base/clock.h"
#include "spark-core/deploy/cluster_state.h"
#include "spark-core/net/outbox.h"
#include "spark-core/net/server.h"

namespace mammoth::spark::deploy {

struct MasterOptions {
  std::string host = "127.0.0.1";
  int port = 7077;
  std::string secret{};
  std::int64_t worker_timeout_ms = 60'000;  // spark.worker.timeout
  ClusterOptions cluster{};
};

class Master {
 public:
  // Serves from now on; throws std::system_error when the port is taken.
  explicit Master(const MasterOptions& options);
  ~Master();
  int port() const { return server_->port(); }
  std::string url() const;
  // For the pages; under the lock.
  void look(const std::function<void(const ClusterState& state)>& reader) const;

 private:
  using OutboxPtr = std::shared_ptr<net::Outbox>;
  void serve(net::Socket& socket);
  void attend_worker(net::Socket& socket, const RegisterWorker& who);
  void attend_application(net::Socket& socket, RegisterApplication who);
  DriverAnswer answer_submitter(const net::Frame& request);
  void handle_worker(const std::string& worker, const net::Frame& frame);
  void handle_application(const std::string& application, const net::Frame& frame);
  void carry_out(const Actions& actions);  // with mutex_ held
  void watch(const std::stop_token& stop);

  const MasterOptions options_;
  const SystemClock clock_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  ClusterState state_;
  std::map<std::string, OutboxPtr> workers_;
  std::map<std::string, OutboxPtr> applications_;
  std::unique_ptr<net::Server> server_;
  std::jthread watcher_;
};

}  // namespace mammoth::spark::deploy
