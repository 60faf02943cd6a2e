#include "datanode/web/web_server.h"

#include "common/config/keys.h"

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

}  // namespace

WebServer::WebServer(const Configuration& configuration, HostPort namenode)
    : webhdfs_(configuration, std::move(namenode)),
      server_(server_options(configuration),
              [this](http::Exchange& exchange) { handle(exchange); }) {}

Result<void> WebServer::start() {
  return server_.start();
}

void WebServer::stop() {
  server_.stop();
}

void WebServer::handle(http::Exchange& exchange) const {
  if (exchange.request().path.starts_with(WebHdfs::kPrefix)) return webhdfs_.handle(exchange);
  exchange.respond({.status = 404,
                    .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
                    .body = "404 Not Found\n"});
}

}  // namespace mammoth::datanode
