// The ResourceManager's HTTP server: its pages below /cluster, those of application masters below
// /proxy, REST below /ws/v1/cluster, /jmx and /metrics for monitoring, /conf, /logLevel, /isActive
// (Hadoop: RMWebApp). Listens on yarn.resourcemanager.webapp.address.
#pragma once

#include "common/http/server.h"
#include "yarn/resource_manager/web/proxy.h"
#include "yarn/resource_manager/web/rest/rest.h"
#include "yarn/resource_manager/web/web_parts.h"

namespace mammoth::yarn {

// Constructed, started and stopped by one thread.
class WebServer {
 public:
  explicit WebServer(WebParts parts);

  Result<void> start() { return server_.start(); }
  void stop() { server_.stop(); }  // idempotent
  std::uint16_t port() const { return server_.port(); }

 private:
  void handle(http::Exchange& exchange) const;
  http::Response answer(const http::Request& request) const;

  const WebParts parts_;
  const Rest rest_;
  const Proxy proxy_;
  http::Server server_;
};

}  // namespace mammoth::yarn
