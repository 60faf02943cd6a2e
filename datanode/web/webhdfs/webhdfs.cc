#include "datanode/web/webhdfs/webhdfs.h"

#include <fmt/format.h>

#include "common/config/keys.h"
#include "common/hdfs/hdfs_file_system.h"
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

}  // namespace

// The mode in a request is the mode of the file, and a NameNode that is away is the client's to wait
// for.
WebHdfs::WebHdfs(const Configuration& configuration, HostPort namenode)
    : configuration_(configuration), namenode_(std::move(namenode)) {
  configuration_.set(keys::kFsPermissionsUmaskMode.name, "000", "WebHDFS");
  configuration_.set(keys::kIpcClientConnectMaxRetries.name, "3", "WebHDFS");
}

Result<std::shared_ptr<hdfs::FileSystem>> WebHdfs::connect(const std::string& user) const {
  const auto settings = TRY(hdfs::ClientSettings::from(configuration_));
  auto client = std::make_shared<hdfs::HdfsClient>(namenode_, user, configuration_, settings);
  return std::shared_ptr<hdfs::FileSystem>(std::make_shared<hdfs::HdfsFileSystem>(
      std::move(client), configuration_.get(keys::kDfsUserHomeDirPrefix)));
}

Result<void> WebHdfs::run(http::Exchange& exchange) const {
  const http::Request& request = exchange.request();
  const webhdfs::Parameters parameters(request.query, webhdfs::RefusalStyle::kDataNode);
  std::string name = parameters.text("op").value_or("");
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const Operation operation = find_operation(request.method, name);
  if (operation == nullptr)
    return Error{ErrorCode::kIllegalArgument, "Invalid operation " + parameters.text("op").value_or("null")};
  if (parameters.text("doas"))
    return Error{ErrorCode::kUnsupportedOperation, "doas is not supported by this DataNode"};
  const auto user = TRY(parameters.user("user.name"));
  const auto files = TRY(
      connect(user.value_or(configuration_.get(keys::kHadoopHttpStaticuserUser))));
  return operation({.exchange = exchange,
                    .files = *files,
                    .path = request.path.substr(kPrefix.size() - 1),
                    .parameters = parameters,
                    .namenode = parameters.text("namenoderpcaddress")
                                    .value_or(namenode_.to_string())});
}

void WebHdfs::handle(http::Exchange& exchange) const {
  if (is_preflight(exchange.request())) return exchange.respond(allow_upload());
  const Result<void> outcome = run(exchange);
  if (!outcome) exchange.respond(webhdfs::remote_exception(outcome.error()));
}

}  // namespace mammoth::datanode
