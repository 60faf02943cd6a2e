#include "namenode/web/web_server.h"

#include <chrono>

#include "common/config/keys.h"
#include "common/http/conf_page.h"
#include "namenode/web/beans.h"
#include "namenode/web/webhdfs/operation.h"

namespace mammoth::namenode {

namespace {

http::ServerOptions server_options(const Configuration& conf) {
  http::ServerOptions options;
  options.address = conf.get_address(keys::kDfsNamenodeHttpAddress).value_or(options.address);
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  return options;
}

std::int64_t wall_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

bool is_read(const http::Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

bool is_below(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace

WebServer::WebServer(WebParts parts)
    : parts_(std::move(parts)),
      webhdfs_(parts_),
      started_ms_(wall_clock_ms()),
      server_(server_options(parts_.configuration),
              [this](http::Exchange& exchange) { handle(exchange); }) {}

Result<void> WebServer::start() {
  return server_.start();
}

void WebServer::stop() {
  server_.stop();
}

void WebServer::handle(http::Exchange& exchange) const {
  const http::Request& request = exchange.request();
  if (is_below(request.path, WebHdfs::kPrefix)) return webhdfs_.handle(exchange);
  if (is_read(request) && request.path == "/jmx")
    return exchange.respond(http::jmx_page(request.query, read_beans(parts_, started_ms_)));
  if (is_read(request) && request.path == "/metrics")
    return exchange.respond(http::metrics_page("namenode", read_beans(parts_, started_ms_)));
  if (is_read(request) && request.path == "/conf")
    return exchange.respond(http::conf_page(request, parts_.configuration));
  exchange.respond({.status = 404,
                    .headers = web_headers("text/plain; charset=utf-8"),
                    .body = "404 Not Found\n"});
}

}  // namespace mammoth::namenode
