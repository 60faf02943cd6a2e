// The NodeManager's HTTP server: its pages below /node, the containers' logs, REST below
// /ws/v1/node, /jmx and /metrics for monitoring, /conf and /logLevel (Hadoop: WebServer,
// NMWebServices, ContainerLogsPage).
// Listens on yarn.nodemanager.webapp.address.
#pragma once

#include <functional>
#include <string>

#include "common/config/configuration.h"
#include "common/http/server.h"
#include "yarn/node_manager/containers/containers.h"

namespace mammoth::yarn::node {

// What the web server is lent by the daemon.
struct NodeWebFacts {
  std::string node_id;  // host:port
  std::string host;
  std::string version;
  std::int64_t started_ms = 0;
  std::int64_t memory_mb = 0;
  std::int64_t vcores = 0;
  double vmem_ratio = 2.1;
  bool vmem_check = true;
  bool pmem_check = true;
  bool healthy = true;
  std::string health_report{};
  std::int64_t health_checked_ms = 0;
};

struct NodeWebParts {
  // Shows the containers to one reader at a time.
  std::function<void(const std::function<void(const Containers&)>&)> read;
  std::function<NodeWebFacts()> facts;
  // Where a container's logs would lie.
  std::function<std::string(const std::string& application, const std::string& container)> logs;
  Configuration configuration;
};

// Constructed, started and stopped by one thread.
class WebServer {
 public:
  explicit WebServer(NodeWebParts parts);

  Result<void> start() { return server_.start(); }
  void stop() { server_.stop(); }  // idempotent
  std::uint16_t port() const { return server_.port(); }

 private:
  http::Response answer(const http::Request& request) const;

  const NodeWebParts parts_;
  http::Server server_;
};

// /ws/v1/node/…; nothing when the path is none of these.
std::optional<http::Response> node_rest(const NodeWebParts& parts, const http::Request& request);
// /node/containerlogs/CONTAINER/USER[/FILE] and /ws/v1/node/containerlogs/CONTAINER/FILE.
std::optional<http::Response> log_page(const NodeWebParts& parts, const http::Request& request);

// "/a/b" as {"a", "b"}.
std::vector<std::string> words_of_path(std::string_view path);
std::string application_of_container(const std::string& container);  // "" for a name that is none
std::vector<std::string> log_files(const NodeWebParts& parts, const std::string& container);

}  // namespace mammoth::yarn::node
