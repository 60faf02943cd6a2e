// HistoryServer: finished jobs over HTTP (Hadoop: JobHistoryServer): REST below /ws/v1/history,
// pages below /jobhistory, /jmx, /metrics, /conf and /logLevel, on
// mapreduce.jobhistory.webapp.address; and HSClientProtocol on mapreduce.jobhistory.address. A
// thread takes over new jobs every mapreduce.jobhistory.move.interval-ms and deletes old ones every
// mapreduce.jobhistory.cleaner.interval-ms; whoever asks for jobs sees new ones at once.
//
// Constructed, started and stopped by one thread.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "common/async/io_pool.h"
#include "common/config/configuration.h"
#include "common/http/server.h"
#include "common/rpc/server.h"
#include "mapreduce/history_server/client_protocol.h"
#include "mapreduce/history_server/history_store.h"

namespace mammoth::mapreduce::history {

class HistoryServer {
 public:
  explicit HistoryServer(const mammoth::Configuration& configuration);
  ~HistoryServer();  // stops

  // Opens the directories and both ports. Throws Exception where the file system refuses.
  Result<void> start();
  void stop();  // idempotent
  std::uint16_t port() const { return server_.port(); }
  std::uint16_t rpc_port() const { return rpc_server_.port(); }

 private:
  http::Response answer(const http::Request& request);
  void watch();

  const mammoth::Configuration configuration_;
  const std::int64_t started_ms_;
  HistoryStore store_;
  http::Server server_;
  ClientProtocol clients_;
  rpc::Service service_;
  IoPool pool_;
  rpc::Server rpc_server_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread watcher_;
};

}  // namespace mammoth::mapreduce::history
