// Hands map outputs to reducers over HTTP (Hadoop: ShuffleHandler, ShuffleChannelHandler).
//
//   GET /mapOutput?job=job_…&reduce=N&map=attempt_…,attempt_…
//   UrlHash: base64 of HMAC-SHA1(job's secret, "<port>/mapOutput?…" as it was sent)
//   name: mapreduce   version: 1.0.0
//
// The answer proves by ReplyHash that this node knows the secret too, and holds for each map, in
// the order asked, its header and its part. Listens on mapreduce.shuffle.port.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/http/server.h"
#include "yarn/node_manager/shuffle/map_output.h"
#include "yarn/node_manager/shuffle/shuffle_jobs.h"

namespace mammoth::yarn::node {

struct ShuffleSettings {
  http::ServerOptions server;
  // Directories of an application of a user, one on each disk.
  std::function<std::vector<std::string>(const std::string& user, const std::string& application)>
      application_roots;
};

// Constructed, started and stopped by one thread.
class ShuffleServer {
 public:
  ShuffleServer(ShuffleJobs& jobs, ShuffleSettings settings);

  Result<void> start();  // tells `jobs` the port
  void stop() { server_.stop(); }
  std::uint16_t port() const { return server_.port(); }

 private:
  struct Order;
  void serve(http::Exchange& exchange) const;
  Result<Order> accept(const http::Request& request, http::Response& refusal) const;
  Result<std::string> verify(const http::Request& request, const ShuffleJob& job) const;
  void send(http::Exchange& exchange, const Order& order) const;

  ShuffleJobs& jobs_;
  const ShuffleSettings settings_;
  http::Server server_;
};

}  // namespace mammoth::yarn::node
