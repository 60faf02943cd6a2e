#include "namenode/web/web_server.h"

#include "common/config/keys.h"
#include "common/http/conf_page.h"
#include "common/http/log_level_page.h"
#include "common/http/process_beans.h"
#include "common/http/stacks_page.h"
#include "namenode/web/activity_beans.h"
#include "namenode/web/beans.h"
#include "namenode/web/fsck/fsck.h"
#include "namenode/web/startup_progress.h"
#include "namenode/web/topology_page.h"
#include "namenode/web/web_pages.h"
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
      started_ms_(http::wall_clock_ms()),
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
  if (is_read(request) && request.path == "/fsck") return handle_fsck(parts_, exchange);
  if (is_read(request))
    if (auto answer = read(request)) return exchange.respond(std::move(*answer));
  if (request.method == "OPTIONS" && read(request)) return exchange.respond(http::page_options());
  exchange.respond({.status = 404,
                    .headers = web_headers("text/plain; charset=utf-8"),
                    .body = "404 Not Found\n"});
}

std::vector<http::Bean> WebServer::all_beans() const {
  std::vector<http::Bean> beans = read_beans(parts_, started_ms_);
  for (http::Bean& bean : activity_beans(parts_, webhdfs_)) beans.push_back(std::move(bean));
  return beans;
}

std::optional<http::Response> WebServer::read(const http::Request& request) const {
  if (request.path == "/") return http::to_index(request);
  if (request.path == "/jmx") return http::jmx_page(request.query, all_beans());
  if (request.path == "/metrics") return http::metrics_page("namenode", all_beans());
  if (request.path == "/topology") return topology_page(parts_, request);
  if (request.path == "/stacks") return http::stacks_page();
  if (request.path == "/conf") return http::conf_page(request, parts_.configuration_in_force());
  if (request.path == "/logLevel") return http::log_level_page(request.query);
  if (request.path == "/startupProgress") return startup_progress_page(parts_, started_ms_);
  if (request.path == "/isActive")
    return http::Response{.headers = web_headers("text/plain;charset=utf-8"),
                          .body = "I am Active!"};
  return http::asset_page(web_pages(), request.path);
}

}  // namespace mammoth::namenode
