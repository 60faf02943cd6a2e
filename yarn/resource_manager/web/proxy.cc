#include "yarn/resource_manager/web/proxy.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "common/config/keys.h"
#include "common/http/client.h"

namespace mammoth::yarn {

namespace {

constexpr std::string_view kProxy = "/proxy/";
constexpr std::string_view kHttp = "http://";

http::Response proxy_answer(unsigned status, std::string_view text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain;charset=utf-8"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Cache-Control", "no-cache"}},
          .body = std::string(text) + "\n"};
}

http::Response redirect(std::string to) {
  http::Response response = proxy_answer(302, "");
  response.headers.emplace_back("Location", std::move(to));
  return response;
}

bool has_text(const std::string& url) {
  return !url.empty() && url != "N/A";
}

std::string with_scheme(const std::string& url) {
  return url.find("://") == std::string::npos ? std::string(kHttp) + url : url;
}

// The number between '_' and the next '_' or the end.
template <class Number>
bool take_part(std::string_view& text, Number& number) {
  if (!text.starts_with('_')) return false;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

std::optional<ApplicationId> id_in(std::string_view word) {
  constexpr std::string_view kName = "application";
  ApplicationId id;
  if (!word.starts_with(kName)) return {};
  word.remove_prefix(kName.size());
  if (!take_part(word, id.cluster_timestamp) || !take_part(word, id.id) || !word.empty()) return {};
  return id;
}

// Where a master sends its reader, by a way that leads through here.
std::string seen_from_outside(const std::string& location, const HostPort& master,
                              const std::string& application) {
  std::string_view rest = location;
  const std::string origin = std::string(kHttp) + master.to_string();
  if (rest.starts_with(origin)) rest.remove_prefix(origin.size());
  if (!rest.empty() && !rest.starts_with('/')) return location;
  if (rest.starts_with(kProxy)) return std::string(rest);
  return std::string(kProxy) + application + std::string(rest);
}

}  // namespace

// What is to be done with a request: one of the two.
struct Proxy::Way {
  std::optional<http::Response> answer{};
  TrackingAddress master{};
  std::string target{};
  std::string application{};
};

std::optional<TrackingAddress> parse_tracking_url(std::string_view url) {
  if (url.starts_with(kHttp)) url.remove_prefix(kHttp.size());
  if (url.find("://") != std::string_view::npos) return {};
  const std::size_t slash = std::min(url.find_first_of("/?"), url.size());
  const auto server = parse_host_port(std::string(url.substr(0, slash)), 80);
  if (!server || server->host.empty()) return {};
  return TrackingAddress{*server, std::string(url.substr(slash))};
}

bool Proxy::serves(std::string_view path) {
  return path.starts_with(kProxy);
}

Proxy::Way Proxy::find(const http::Request& request) const {
  // As it was sent, so that nothing is decoded twice.
  std::string_view rest = std::string_view(request.target).substr(kProxy.size());
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  const std::string word(rest.substr(0, end));
  rest.remove_prefix(end);
  const auto id = id_in(word);
  if (!id) return {.answer = proxy_answer(404, word + " is not an application's name.")};
  Way way{.application = word};
  parts_.read([&](const Cluster& cluster) {
    const Result<const Application*> found = cluster.application(*id);
    if (!found) {
      way.answer =
          proxy_answer(404, "Application " + word + " could not be found in RM or history server");
      return;
    }
    const Application& application = **found;
    const ApplicationAttempt* attempt = application.current();
    const std::string url = attempt ? attempt->tracking_url : "";
    const bool ends =
        is_over(application.state) || application.state == ApplicationState::kFinishing;
    if (!has_text(url))
      way.answer = redirect("/cluster/app/" + word);
    else if (ends)
      way.answer = redirect(with_scheme(url));
    else if (const auto address = parse_tracking_url(url))
      way.master = *address;
    else
      way.answer = redirect(with_scheme(url));
  });
  if (way.answer) return way;
  std::string path = way.master.path;
  while (path.ends_with('/')) path.pop_back();
  // An application's own address alone leads to where its master's pages begin.
  if (rest.empty() || rest == "/") rest = path.empty() ? "/" : "";
  way.target = path + std::string(rest);
  return way;
}

void Proxy::pass_on(http::Exchange& exchange, const Way& way, const std::string& user) {
  const http::Request& request = exchange.request();
  http::ClientRequest order{.method = request.method, .target = way.target};
  for (const char* name : {"Accept", "Accept-Language", "User-Agent"})
    if (const auto value = request.header(name)) order.headers.emplace_back(name, *value);
  order.headers.emplace_back("Cookie", "proxy-user=" + http::encode_query_value(user));
  const http::ClientTimeouts limits{std::chrono::seconds(5), std::chrono::seconds(60)};
  Result<http::ClientCall> call = http::ClientCall::open(way.master.server, order, limits);
  Result<http::ClientAnswer> answer = call ? call->answer() : call.error();
  if (!answer)
    return exchange.respond(
        proxy_answer(500, fmt::format("Connection to {} failed: {}", way.master.server.to_string(),
                                      answer.error().message)));
  http::Response head{.status = answer->status, .headers = {{"X-Frame-Options", "SAMEORIGIN"}}};
  if (const std::string_view type = answer->header("Content-Type"); !type.empty())
    head.headers.emplace_back("Content-Type", type);
  if (!answer->location.empty())
    head.headers.emplace_back(
        "Location", seen_from_outside(answer->location, way.master.server, way.application));
  if (request.method == "HEAD") return exchange.respond(std::move(head));
  exchange.begin(head, std::nullopt);
  std::array<std::byte, 16 << 10> piece{};
  for (;;) {
    const Result<std::size_t> count = call->read(piece);
    if (!count) throw ErrorException(count.error());  // the reader must not take it for whole
    if (*count == 0) return;
    exchange.write(std::span<const std::byte>(piece.data(), *count));
  }
}

void Proxy::handle(http::Exchange& exchange) const {
  const http::Request& request = exchange.request();
  if (request.method != "GET" && request.method != "HEAD")
    return exchange.respond(proxy_answer(405, "405 Method Not Allowed"));
  Way way = find(request);
  if (way.answer) return exchange.respond(std::move(*way.answer));
  const std::string user(request.query.find("user.name")
                             .value_or(parts_.configuration.get(keys::kHadoopHttpStaticuserUser)));
  pass_on(exchange, way, user);
}

}  // namespace mammoth::yarn
