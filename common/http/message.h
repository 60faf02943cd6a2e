// A request and an answer of HTTP/1.1 as handlers see them: words already decoded, bodies elsewhere
// (exchange.h). Plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/http/uri.h"

namespace mammoth::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // as sent: methods are case-sensitive
  std::string path;    // of the target, percent-decoded; begins with '/', holds no NUL
  Query query;
  Headers headers;             // in their order; names as sent
  std::string remote_address;  // numeric, without port
  std::string local_host;      // the Host header without its port; empty if there was none
  std::string target{};        // path and query as sent, without scheme and authority

  // The first header of that name, in any case of letters.
  std::optional<std::string_view> header(std::string_view name) const;
};

struct Response {
  unsigned status = 200;
  Headers headers{};  // without Content-Length, Transfer-Encoding, Connection and Date
  std::string body{};
};

// "Not Found"; "Unknown" for a number that has no phrase here.
std::string_view reason_phrase(unsigned status);

// "Mon, 23 Nov 2026 02:00:31 GMT"
std::string http_date(std::int64_t seconds_since_epoch);

}  // namespace mammoth::http
