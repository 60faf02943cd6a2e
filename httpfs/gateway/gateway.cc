#include "httpfs/gateway/gateway.h"

#include <fmt/format.h>

#include <span>

#include "common/config/keys.h"
#include "common/config/keys/httpfs.h"
#include "common/http/conf_page.h"
#include "common/http/log_level_page.h"
#include "common/http/process_beans.h"
#include "common/http/stacks_page.h"
#include "common/rpc/remote_error.h"
#include "common/webhdfs/remote_exception.h"
#include "httpfs/gateway/operation_table.h"
#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs {

namespace {

constexpr std::uint16_t kDefaultRpcPort = 8020;
constexpr std::size_t kTransferThreads = 64;
constexpr std::string_view kUploadType = "application/octet-stream";
constexpr std::string_view kAuthorizationException =
    "org.apache.hadoop.security.authorize.AuthorizationException";

std::string with_escaped_slashes(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + text.size() / 8 + 1);
  for (const char c : text) {
    if (c == '/') escaped.push_back('\\');
    escaped.push_back(c);
  }
  return escaped;
}

// What Apache's client, which its gateway stands on, makes of an exception of the NameNode's
// (DFSClient: unwrapRemoteException with a list of classes at every call, without one for
// snapshots).
bool is_unwrapped(const Error& error, std::string_view operation) {
  switch (error.code) {
    case ErrorCode::kFileNotFound:
      return operation != "CONCAT";
    case ErrorCode::kIo:
    case ErrorCode::kRemote:
      return operation.find("SNAPSHOT") != std::string_view::npos;
    case ErrorCode::kHadoopIllegalArgument:
    case ErrorCode::kIllegalArgument:
    case ErrorCode::kIllegalState:
    case ErrorCode::kInvalidPath:
    case ErrorCode::kUnsupportedOperation:
      return false;
    default:
      return true;
  }
}

bool is_own(const Error& error) {
  return error.code == ErrorCode::kRemote &&
         (!error.remote_class.starts_with("org.apache.hadoop.") ||
          error.remote_class == "org.apache.hadoop.HadoopIllegalArgumentException" ||
          error.remote_class == kAuthorizationException);
}

Error as_apaches_client(const Error& error, std::string_view operation) {
  if (is_own(error) || is_unwrapped(error, operation)) return error;
  return own_refusal("org.apache.hadoop.ipc.RemoteException", error.message);
}

unsigned status_of(std::string_view java_class) {
  if (java_class == "java.security.AccessControlException") return 401;
  if (java_class == "java.io.FileNotFoundException") return 404;
  if (java_class.starts_with("java.lang.") ||
      java_class == "org.apache.hadoop.HadoopIllegalArgumentException")
    return 400;
  return 500;
}

http::Response refusal(const Error& error) {
  const std::string_view java_class = rpc::java_class_of(error);
  if (java_class == kAuthorizationException)
    return {.status = 403,
            .headers = {{"Content-Type", "application/json"}},
            .body = webhdfs::remote_exception_text(error)};
  http::JsonWriter json;
  json.begin_object().key("RemoteException").begin_object().member("message", error.message);
  json.member("exception", java_class.substr(java_class.find_last_of(".$") + 1));
  json.member("javaClassName", java_class).end_object().end_object();
  return {.status = status_of(java_class),
          .headers = {{"Content-Type", "application/json"}},
          .body = with_escaped_slashes(json.text()) + "\n"};
}

// Uploads say so, lest a form of some page be taken for one.
bool is_wrong_upload(const http::Request& request) {
  if (request.method != "PUT" && request.method != "POST") return false;
  const Parameters given(request.query);
  const std::string name = upper(given.text("op").value_or(""));
  if ((name != "CREATE" && name != "APPEND") || upper(given.text("data").value_or("")) != "TRUE")
    return false;
  return upper(std::string(request.header("Content-Type").value_or(""))) !=
         upper(std::string(kUploadType));
}

http::Response plain(unsigned status, std::string text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
          .body = std::move(text) + "\n"};
}

Result<HostPort> namenode_of(const Configuration& configuration) {
  const std::string file_system = configuration.get(keys::kFsDefaultFs);
  std::string_view uri = file_system;
  if (!uri.starts_with("hdfs://"))
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("HttpFS serves HDFS; fs.defaultFS is {}", uri)};
  uri.remove_prefix(7);
  return parse_host_port(uri.substr(0, uri.find('/')), kDefaultRpcPort);
}

http::ServerOptions server_options(const Configuration& configuration, HostPort address) {
  http::ServerOptions options;
  options.address = std::move(address);
  options.allow_unauthenticated_remote =
      configuration.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  options.handler_threads = kTransferThreads;
  return options;
}

// The mode in a request is the mode of the file.
Configuration for_clients(Configuration configuration) {
  configuration.set(keys::kFsPermissionsUmaskMode.name, "000", "HttpFS");
  return configuration;
}

// The exchange, whose answer also carries the caller's cookie.
class WithCookie final : public http::Exchange {
 public:
  WithCookie(http::Exchange& inner, const std::optional<std::string>& cookie)
      : inner_(inner), cookie_(cookie) {}
  const http::Request& request() const override { return inner_.request(); }
  std::size_t read(std::span<std::byte> into) override { return inner_.read(into); }
  void respond(http::Response response) override {
    if (cookie_) response.headers.emplace_back("Set-Cookie", *cookie_);
    inner_.respond(std::move(response));
  }
  void begin(const http::Response& head, std::optional<std::uint64_t> content_length) override {
    http::Response with = head;
    if (cookie_) with.headers.emplace_back("Set-Cookie", *cookie_);
    inner_.begin(with, content_length);
  }
  void write(std::span<const std::byte> bytes) override { inner_.write(bytes); }

 private:
  http::Exchange& inner_;
  const std::optional<std::string>& cookie_;
};

}  // namespace

void write_texts(std::string_view name, const std::vector<std::string>& texts,
                 http::JsonWriter& json) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void Call::answer_json(const http::JsonWriter& json) const {
  exchange.respond({.headers = {{"Content-Type", "application/json"}},
                    .body = with_escaped_slashes(json.text()) + "\n"});
}

void Call::answer_plain_json(const http::JsonWriter& json) const {
  exchange.respond({.headers = {{"Content-Type", "application/json"}}, .body = json.text()});
}

void Call::answer_boolean(bool truth) const {
  http::JsonWriter json;
  answer_json(json.begin_object().member("boolean", truth).end_object());
}

void Call::answer_path(std::string_view answer) const {
  http::JsonWriter json;
  answer_json(json.begin_object().member("Path", answer).end_object());
}

void Call::answer_nothing() const {
  exchange.respond({.headers = {{"Content-Type", "application/json;charset=utf-8"}}});
}

std::string Call::own_address(bool with_data) const {
  const http::Request& request = exchange.request();
  std::string address =
      fmt::format("http://{}{}{}?op={}", request.header("Host").value_or("localhost"),
                  Gateway::kPrefix, http::encode_path(path), name);
  if (with_data) address += "&data=true";
  for (const auto& [key, value] : request.query.all())
    if (key != "op" && key != "data" && key != "noredirect")
      address +=
          fmt::format("&{}={}", http::encode_query_value(key), http::encode_query_value(value));
  return address;
}

Result<std::unique_ptr<Gateway>> Gateway::make(const Configuration& configuration) {
  HostPort namenode = TRY(namenode_of(configuration));
  HostPort address{configuration.get(keys::kHttpfsHttpHostname),
                   static_cast<std::uint16_t>(configuration.get_int(keys::kHttpfsHttpPort))};
  std::unique_ptr<Gateway> gateway(
      new Gateway(configuration, std::move(namenode), std::move(address)));
  gateway->authenticator_ = TRY(Authenticator::make(
      configuration, [self = gateway.get()](const std::string& user, const std::string& effective) {
        return self->check_proxy(user, effective);
      }));
  return gateway;
}

Gateway::Gateway(const Configuration& configuration, HostPort namenode, HostPort address)
    : configuration_(for_clients(configuration)),
      started_ms_(http::wall_clock_ms()),
      clients_(configuration_, std::move(namenode)),
      counts_(all_operations().size()),
      server_(server_options(configuration_, std::move(address)),
              [this](http::Exchange& exchange) { handle(exchange); }) {}

Result<void> Gateway::start() {
  return server_.start();
}

void Gateway::stop() {
  server_.stop();
}

Result<void> Gateway::check_proxy(const std::string& user, const std::string& effective) {
  const hdfs::ClientPool::Loan client = TRY(clients_.borrow({effective, user}));
  TRY(client.files().status("/"));
  return {};
}

std::vector<OperationCount> Gateway::operation_counts() const {
  std::vector<OperationCount> counts;
  const auto all = all_operations();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (const std::uint64_t count = counts_[i].load(std::memory_order_relaxed); count > 0)
      counts.push_back({all[i].name, count});
  return counts;
}

Result<void> Gateway::run(http::Exchange& exchange, const Authenticator::Outcome& caller) {
  const http::Request& request = exchange.request();
  const Parameters given(request.query);
  const std::string& user = caller.user;
  const Operation* operation = TRY(find_operation(request));
  const auto all = all_operations();
  counts_[static_cast<std::size_t>(operation - all.data())].fetch_add(1, std::memory_order_relaxed);
  const auto effective = caller.by_token ? std::nullopt : given.text("doas");
  hdfs::ClientPool::Loan client = TRY(clients_.borrow(
      effective ? hdfs::ClientPool::User{*effective, user} : hdfs::ClientPool::User{user}));
  // Not every operation asks the NameNode, but whether one may act for another is its to say.
  if (effective) TRY(client.files().status("/"));
  std::string path = request.path.substr(kPrefix.size());
  if (path.empty()) path = "/";
  try {
    const Result<void> outcome = operation->run({.exchange = exchange,
                                                 .files = client.files(),
                                                 .configuration = configuration_,
                                                 .name = operation->name,
                                                 .path = std::move(path),
                                                 .user = user,
                                                 .given = given,
                                                 .counts = operation_counts()});
    if (outcome) return {};
    if (outcome.error().code != ErrorCode::kFileNotFound) client.discard();
    return as_apaches_client(outcome.error(), operation->name);
  } catch (...) {
    client.discard();
    throw;
  }
}

void Gateway::handle(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  if (request.path != kPrefix && !request.path.starts_with(std::string(kPrefix) + "/")) {
    if (request.path == "/jmx")
      return exchange.respond(http::jmx_page(
          request.query, http::process_beans("HttpFS", started_ms_, http::wall_clock_ms())));
    if (request.path == "/conf") return exchange.respond(http::conf_page(request, configuration_));
    if (request.path == "/stacks") return exchange.respond(http::stacks_page());
    if (request.path == "/logLevel") return exchange.respond(http::log_level_page(request.query));
    return exchange.respond(plain(404, "404 Not Found"));
  }
  Authenticator::Outcome caller = authenticator_->identify(request);
  if (caller.answer) return exchange.respond(std::move(*caller.answer));
  WithCookie answered(exchange, caller.cookie);
  if (is_wrong_upload(request))
    return answered.respond(plain(
        400, fmt::format("Data upload requests must have content-type set to '{}'", kUploadType)));
  const Result<void> outcome = run(answered, caller);
  if (!outcome) answered.respond(refusal(outcome.error()));
}

}  // namespace mammoth::httpfs
