#include "common/http/assets.h"

#include <algorithm>

namespace mammoth::http {

namespace {

constexpr std::string_view kShared = "/static/";

std::string_view content_type(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  return "text/html; charset=utf-8";
}

Response page(const Asset& asset) {
  return {.headers = {{"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"X-Frame-Options", "SAMEORIGIN"},
                      {"X-XSS-Protection", "1; mode=block"},
                      // Uploads and previews talk to DataNodes.
                      {"Content-Security-Policy",
                       "default-src 'self'; connect-src http: https:; frame-ancestors 'self'"},
                      {"Content-Type", std::string(content_type(asset.name))}},
          .body = std::string(asset.body)};
}

}  // namespace

std::optional<Response> asset_page(std::span<const Asset> own, std::string_view path) {
  const bool is_shared = path.starts_with(kShared);
  if (!is_shared && !path.starts_with('/')) return std::nullopt;
  path.remove_prefix(is_shared ? kShared.size() : 1);
  const auto assets = is_shared ? shared_pages() : own;
  const auto found = std::find_if(assets.begin(), assets.end(),
                                  [&](const Asset& asset) { return asset.name == path; });
  if (found == assets.end()) return std::nullopt;
  return page(*found);
}

Response page_options() {
  return {.headers = {{"Allow", "GET, HEAD, OPTIONS"}}};
}

Response to_index(const Request& request) {
  const std::string host(request.header("Host").value_or(""));
  return {.status = 302,
          .headers = {{"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"X-Frame-Options", "SAMEORIGIN"},
                      {"X-XSS-Protection", "1; mode=block"},
                      {"Content-Type", "text/plain;charset=utf-8"},
                      {"Location", (host.empty() ? "" : "http://" + host) + "/index.html"}}};
}

}  // namespace mammoth::http
