// /proxy/application_…/…: the pages of an application's master, as the reports point to them
// (Hadoop: WebAppProxyServlet). A master takes its pages' readers from here alone; who asks for an
// application that is over is sent to where its master said its history is, else to the
// application's page here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/config/host_port.h"
#include "common/http/exchange.h"
#include "yarn/resource_manager/web/web_parts.h"

namespace mammoth::yarn {

class Proxy {
 public:
  // `parts` must outlive this. Thread-safe.
  explicit Proxy(const WebParts& parts) : parts_(parts) {}

  static bool serves(std::string_view path);
  // GET and HEAD; may wait for the master.
  void handle(http::Exchange& exchange) const;

 private:
  struct Way;
  Way find(const http::Request& request) const;
  static void pass_on(http::Exchange& exchange, const Way& way, const std::string& user);

  const WebParts& parts_;
};

// "http://host:1/a" or "host:1/a" in its parts; nothing for what is no address of HTTP.
struct TrackingAddress {
  HostPort server;
  std::string path;  // "" or "/a"
};
std::optional<TrackingAddress> parse_tracking_url(std::string_view url);

}  // namespace mammoth::yarn
