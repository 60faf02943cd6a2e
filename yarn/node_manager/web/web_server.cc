#include "yarn/node_manager/web/web_server.h"

#include "common/config/keys.h"
#include "common/config/keys/nodemanager.h"
#include "common/http/beans.h"
#include "common/http/conf_page.h"
#include "common/http/log_level_page.h"
#include "common/http/process_beans.h"
#include "yarn/node_manager/web/web_pages.h"

namespace mammoth::yarn::node {

namespace {

http::ServerOptions web_options(const Configuration& conf) {
  http::ServerOptions options;
  options.address = conf.get_address(keys::kYarnNodemanagerWebappAddress).value_or(options.address);
  const std::string bind_host = conf.get(keys::kYarnNodemanagerBindHost);
  if (!bind_host.empty()) options.address.host = bind_host;
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  return options;
}

http::Response plain_text(unsigned status, std::string text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain;charset=utf-8"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = std::move(text)};
}

}  // namespace

WebServer::WebServer(NodeWebParts parts)
    : parts_(std::move(parts)),
      server_(web_options(parts_.configuration),
              [this](http::Exchange& exchange) { exchange.respond(answer(exchange.request())); }) {}

http::Response WebServer::answer(const http::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD")
    return plain_text(405, "405 Method Not Allowed\n");
  if (auto found = log_page(parts_, request)) return std::move(*found);
  if (auto found = node_rest(parts_, request)) return std::move(*found);
  const auto beans = [this] {
    return http::process_beans("NodeManager", parts_.facts().started_ms, http::wall_clock_ms());
  };
  if (request.path == "/jmx") return http::jmx_page(request.query, beans());
  if (request.path == "/metrics") return http::metrics_page("nodemanager", beans());
  if (request.path == "/conf") return http::conf_page(request, parts_.configuration);
  if (request.path == "/logLevel") return http::log_level_page(request.query);
  if (request.path == "/") {
    http::Response response = http::to_index(request);
    for (auto& [name, value] : response.headers)
      if (name == "Location") value.replace(value.rfind("/index.html"), 11, "/node");
    return response;
  }
  const bool page = request.path == "/node" || request.path.starts_with("/node/");
  if (auto asset = http::asset_page(web_pages(), page ? "/node.html" : request.path))
    return std::move(*asset);
  return plain_text(404, "404 Not Found\n");
}

std::vector<std::string> words_of_path(std::string_view path) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (end > begin) words.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace mammoth::yarn::node
