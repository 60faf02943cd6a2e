#include "datanode/web/web_server.h"

#include "common/config/keys.h"
#include "common/http/conf_page.h"
#include "common/http/log_level_page.h"
#include "common/http/stacks_page.h"
#include "datanode/web/web_pages.h"

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

WebServer::WebServer(const Configuration& configuration, HostPort namenode, Parts parts)
    : parts_(std::move(parts)),
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
  if (request.method == "GET" || request.method == "HEAD")
    if (auto answer = read(request)) return exchange.respond(std::move(*answer));
  if (request.method == "OPTIONS" && read(request)) return exchange.respond(http::page_options());
  exchange.respond({.status = 404,
                    .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
                    .body = "404 Not Found\n"});
}

std::optional<http::Response> WebServer::read(const http::Request& request) const {
  if (request.path == "/") return http::to_index(request);
  if (request.path == "/jmx") return http::jmx_page(request.query, parts_.beans());
  if (request.path == "/stacks") return http::stacks_page();
  if (request.path == "/metrics") return http::metrics_page("datanode", parts_.beans());
  if (request.path == "/conf") return http::conf_page(request, parts_.configuration_in_force());
  if (request.path == "/logLevel") return http::log_level_page(request.query);
  return http::asset_page(web_pages(), request.path);
}

}  // namespace mammoth::datanode
