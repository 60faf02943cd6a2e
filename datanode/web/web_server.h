// The DataNode's HTTP server: the half of WebHDFS that moves bytes (Hadoop: DatanodeHttpServer,
// WebHdfsHandler), a page to look at, /conf, /logLevel, /jmx and /metrics. Listens on
// dfs.datanode.http.address.
#pragma once

#include <functional>
#include <vector>

#include "common/config/configuration.h"
#include "common/config/host_port.h"
#include "common/http/beans.h"
#include "common/http/server.h"
#include "datanode/web/webhdfs/webhdfs.h"

namespace mammoth::datanode {

// Constructed, started and stopped by one thread.
class WebServer {
 public:
  // What the pages show of the daemon; both run on several threads at once.
  struct Parts {
    std::function<std::vector<http::Bean>()> beans;
    std::function<Configuration()> configuration_in_force;
  };

  // `configuration` is that of the start.
  WebServer(const Configuration& configuration, HostPort namenode, Parts parts);

  Result<void> start();
  void stop();  // idempotent; ends transfers, waits for calls to the NameNode
  std::uint16_t port() const { return server_.port(); }

 private:
  void handle(http::Exchange& exchange) const;
  std::optional<http::Response> read(const http::Request& request) const;

  const Parts parts_;
  const WebHdfs webhdfs_;
  http::Server server_;
};

}  // namespace mammoth::datanode
