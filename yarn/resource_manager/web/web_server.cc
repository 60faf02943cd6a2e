#include "yarn/resource_manager/web/web_server.h"

#include <array>

#include "common/config/keys.h"
#include "common/config/keys/yarn.h"
#include "common/http/beans.h"
#include "common/http/conf_page.h"
#include "common/http/log_level_page.h"
#include "common/http/process_beans.h"
#include "yarn/resource_manager/web/web_pages.h"

namespace mammoth::yarn {

namespace {

constexpr std::uint64_t kLargestBody = 8u << 20;  // of a submission

http::ServerOptions web_server_options(const Configuration& conf) {
  http::ServerOptions options;
  options.address =
      conf.get_address(keys::kYarnResourcemanagerWebappAddress).value_or(options.address);
  const std::string bind_host = conf.get(keys::kYarnResourcemanagerBindHost);
  if (!bind_host.empty()) options.address.host = bind_host;
  options.max_body_bytes = kLargestBody;
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  return options;
}

std::string body_of(http::Exchange& exchange) {
  std::string body;
  std::array<std::byte, 16 << 10> piece{};
  while (const std::size_t count = exchange.read(piece))
    body.append(reinterpret_cast<const char*>(piece.data()), count);
  return body;
}

// One file shows them all; its script looks at the address.
bool is_page(std::string_view path) {
  return path == "/cluster" || path.starts_with("/cluster/");
}

http::Response plain(unsigned status, std::string text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain;charset=utf-8"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = std::move(text)};
}

}  // namespace

WebServer::WebServer(WebParts parts)
    : parts_(std::move(parts)),
      rest_(parts_),
      proxy_(parts_),
      server_(web_server_options(parts_.configuration),
              [this](http::Exchange& exchange) { handle(exchange); }) {}

void WebServer::handle(http::Exchange& exchange) const {
  const http::Request& request = exchange.request();
  if (Proxy::serves(request.path)) return proxy_.handle(exchange);
  const bool changes = request.method == "POST" || request.method == "PUT";
  if (changes && Rest::serves(request.path))
    return exchange.respond(rest_.change(request, body_of(exchange)));
  exchange.respond(answer(request));
}

http::Response WebServer::answer(const http::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD")
    return plain(405, "405 Method Not Allowed\n");
  if (Rest::serves(request.path)) return rest_.answer(request);
  const auto beans = [this] {
    return http::process_beans("ResourceManager", parts_.started_ms, http::wall_clock_ms());
  };
  if (request.path == "/jmx") return http::jmx_page(request.query, beans());
  if (request.path == "/metrics") return http::metrics_page("resourcemanager", beans());
  if (request.path == "/conf") return http::conf_page(request, parts_.configuration);
  if (request.path == "/logLevel") return http::log_level_page(request.query);
  if (request.path == "/isActive") return plain(200, "I am Active!");
  if (request.path == "/") {
    http::Response response = http::to_index(request);
    for (auto& [name, value] : response.headers)
      if (name == "Location") value.replace(value.rfind("/index.html"), 11, "/cluster");
    return response;
  }
  if (auto page =
          http::asset_page(web_pages(), is_page(request.path) ? "/cluster.html" : request.path))
    return std::move(*page);
  return plain(404, "404 Not Found\n");
}

}  // namespace mammoth::yarn
