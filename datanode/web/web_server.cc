#include "datanode/web/web_server.h"

#include <chrono>

#include "common/config/keys.h"
#include "common/http/beans.h"
#include "common/http/conf_page.h"

namespace mammoth::datanode {

namespace {

// Transfers take a thread each for as long as they last.
constexpr std::size_t kTransferThreads = 32;

http::ServerOptions server_options(const Configuration& conf) {
  http::ServerOptions options;
  options.address = conf.get_address(keys::kDfsDatanodeHttpAddress).value_or(options.address);
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  options.handler_threads = kTransferThreads;
  return options;
}

std::int64_t wall_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

WebServer::WebServer(const Configuration& configuration, HostPort namenode)
    : configuration_(configuration),
      started_ms_(wall_clock_ms()),
      webhdfs_(configuration, std::move(namenode)),
      server_(server_options(configuration),
              [this](http::Exchange& exchange) { handle(exchange); }) {}

Result<void> WebServer::start() {
  return server_.start();
}

void WebServer::stop() {
  server_.stop();
}

void WebServer::handle(http::Exchange& exchange) const {
  const http::Request& request = exchange.request();
  if (request.path.starts_with(WebHdfs::kPrefix)) return webhdfs_.handle(exchange);
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  if (is_read && request.path == "/jmx")
    return exchange.respond(
        http::jmx_page(request.query, {http::runtime_bean(started_ms_, wall_clock_ms())}));
  if (is_read && request.path == "/conf")
    return exchange.respond(http::conf_page(request, configuration_));
  exchange.respond({.status = 404,
                    .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
                    .body = "404 Not Found\n"});
}

}  // namespace mammoth::datanode
