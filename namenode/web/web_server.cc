#include "namenode/web/web_server.h"

#include <fmt/format.h>

#include "common/config/keys.h"
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

bool is_below(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace

WebServer::WebServer(WebParts parts)
    : parts_(std::move(parts)),
      webhdfs_(parts_),
      server_(server_options(parts_.configuration),
              [this](http::Exchange& exchange) { handle(exchange); }) {}

Result<void> WebServer::start() {
  return server_.start();
}

void WebServer::stop() {
  server_.stop();
}

void WebServer::handle(http::Exchange& exchange) const {
  const std::string& path = exchange.request().path;
  if (is_below(path, WebHdfs::kPrefix)) return webhdfs_.handle(exchange);
  exchange.respond({.status = 404,
                    .headers = web_headers("text/plain; charset=utf-8"),
                    .body = "404 Not Found\n"});
}

}  // namespace mammoth::namenode
