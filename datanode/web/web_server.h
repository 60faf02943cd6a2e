// The DataNode's HTTP server: the half of WebHDFS that moves bytes (Hadoop: DatanodeHttpServer,
// WebHdfsHandler), /conf, and /jmx with the process's own bean. Listens on dfs.datanode.http.address.
#pragma once

#include "common/config/configuration.h"
#include "common/config/host_port.h"
#include "common/http/server.h"
#include "datanode/web/webhdfs/webhdfs.h"

namespace mammoth::datanode {

// Constructed, started and stopped by one thread.
class WebServer {
 public:
  WebServer(const Configuration& configuration, HostPort namenode);

  Result<void> start();
  void stop();  // idempotent; ends transfers, waits for calls to the NameNode
  std::uint16_t port() const { return server_.port(); }

 private:
  void handle(http::Exchange& exchange) const;

  const Configuration configuration_;
  const std::int64_t started_ms_;
  const WebHdfs webhdfs_;
  http::Server server_;
};

}  // namespace mammoth::datanode
