#include "datanode/web/webhdfs/webhdfs.h"

#include <fmt/format.h>

#include "common/config/keys.h"
#include "common/webhdfs/remote_exception.h"
#include "datanode/web/webhdfs/operations.h"

namespace mammoth::datanode {

namespace {

using Operation = Result<void> (*)(const WebOperation&);

Operation find_operation(std::string_view method, std::string_view name) {
  if (method == "GET" && name == "OPEN") return web_ops::open;
  if (method == "PUT" && name == "CREATE") return web_ops::create;
  if (method == "POST" && name == "APPEND") return web_ops::append;
  if (method == "GET" && name == "GETFILECHECKSUM") return web_ops::get_file_checksum;
  return nullptr;
}

// A page of another origin asks before it uploads.
bool is_preflight(const http::Request& request) {
  return request.method == "OPTIONS";
}

http::Response allow_upload() {
  return {.headers = {{"Access-Control-Allow-Origin", "*"},
                      {"Access-Control-Allow-Headers", "Accept"},
                      {"Access-Control-Allow-Methods", "PUT"},
                      {"Access-Control-Max-Age", "1728000"}}};
}

// The mode in a request is the mode of the file, and a NameNode that is away is the client's to
// wait for.
Configuration for_clients(Configuration configuration) {
  configuration.set(keys::kFsPermissionsUmaskMode.name, "000", "WebHDFS");
  configuration.set(keys::kIpcClientConnectMaxRetries.name, "3", "WebHDFS");
  return configuration;
}

}  // namespace

WebHdfs::WebHdfs(const Configuration& configuration, HostPort namenode)
    : configuration_(for_clients(configuration)),
      namenode_(std::move(namenode)),
      clients_(configuration_, namenode_) {}

Result<void> WebHdfs::run(http::Exchange& exchange) const {
  const http::Request& request = exchange.request();
  const webhdfs::Parameters parameters(request.query, webhdfs::RefusalStyle::kDataNode);
  std::string name = parameters.text("op").value_or("");
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const Operation operation = find_operation(request.method, name);
  if (operation == nullptr)
    return Error{ErrorCode::kIllegalArgument,
                 "Invalid operation " + parameters.text("op").value_or("null")};
  const auto namenode = parameters.text("namenoderpcaddress");
  if (!namenode)  // what comes of Hadoop's asking the name service for "null"
    return Error{ErrorCode::kIllegalArgument, "java.net.UnknownHostException: null"};
  const std::string caller = TRY(parameters.user("user.name"))
                                 .value_or(configuration_.get(keys::kHadoopHttpStaticuserUser));
  const auto effective = parameters.text("doas");
  hdfs::ClientPool::Loan client = TRY(clients_.borrow(
      effective ? hdfs::ClientPool::User{*effective, caller} : hdfs::ClientPool::User{caller}));
  Result<void> outcome;
  try {
    outcome = operation({.exchange = exchange,
                         .files = client.files(),
                         .path = request.path.substr(kPrefix.size() - 1),
                         .parameters = parameters,
                         .namenode = *namenode});
  } catch (...) {
    client.discard();
    throw;
  }
  if (!outcome && outcome.error().code != ErrorCode::kFileNotFound) client.discard();
  return outcome;
}

void WebHdfs::handle(http::Exchange& exchange) const {
  if (is_preflight(exchange.request())) return exchange.respond(allow_upload());
  const Result<void> outcome = run(exchange);
  if (!outcome) exchange.respond(webhdfs::remote_exception(outcome.error()));
}

}  // namespace mammoth::datanode
