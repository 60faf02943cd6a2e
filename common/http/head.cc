#include "common/http/head.h"

#include <fmt/format.h>

namespace mammoth::http {

namespace {

std::string_view without_authority(std::string_view target) {
  const auto scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return target;
  const auto path = target.find('/', scheme + 3);
  return path == std::string_view::npos ? "/" : target.substr(path);
}

std::string host_without_port(std::string_view host) {
  const auto colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos)
    host = host.substr(0, colon);
  return std::string(host);
}

}  // namespace

Result<Request> make_request(RequestHead head) {
  Target target = TRY(parse_target(without_authority(head.target)));
  Request request{.method = std::string(head.method),
                  .path = std::move(target.path),
                  .query = std::move(target.query),
                  .headers = std::move(head.headers),
                  .remote_address = std::string(head.remote_address),
                  .local_host = {},
                  .target = std::string(without_authority(head.target))};
  const auto host = request.header("Host");
  if (!host && head.version >= 11) return Error{ErrorCode::kIllegalArgument, "no Host header"};
  if (host) request.local_host = host_without_port(*host);
  return request;
}

std::string status_line(unsigned status) {
  return fmt::format("HTTP/1.1 {} {}\r\n", status, reason_phrase(status));
}

void append_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ");
  for (const char c : value)
    head.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c);
  head.append("\r\n");
}

Response plain_answer(unsigned status, std::string_view message) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
          .body = fmt::format("{} {}\n", status, message)};
}

}  // namespace mammoth::http
