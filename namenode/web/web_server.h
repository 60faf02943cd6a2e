// The NameNode's HTTP server: WebHDFS, pages to look at, /jmx and /metrics for monitoring, /conf,
// /logLevel, /startupProgress, /isActive (Hadoop: NameNodeHttpServer). Listens on
// dfs.namenode.http-address.
#pragma once

#include "common/http/beans.h"
#include "common/http/server.h"
#include "namenode/web/web_parts.h"
#include "namenode/web/webhdfs/webhdfs.h"

namespace mammoth::namenode {

// Constructed, started and stopped by one thread.
class WebServer {
 public:
  // Refuses (kIllegalArgument) an address that is none.
  explicit WebServer(WebParts parts);

  Result<void> start();
  void stop();  // idempotent
  std::uint16_t port() const { return server_.port(); }

 private:
  void handle(http::Exchange& exchange) const;
  std::optional<http::Response> read(const http::Request& request) const;
  std::vector<http::Bean> all_beans() const;

  const WebParts parts_;
  const WebHdfs webhdfs_;
  const std::int64_t started_ms_;
  http::Server server_;
};

}  // namespace mammoth::namenode
