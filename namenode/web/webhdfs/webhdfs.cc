#include "namenode/web/webhdfs/webhdfs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/config/keys.h"
#include "common/webhdfs/remote_exception.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode {

namespace {

struct Row {
  std::string_view method;
  std::string_view name;
  Result<void> (*run)(const WebOperation&);
};

// An operation without a function is one of Hadoop's that this NameNode does not have.
constexpr auto kOperations = std::to_array<Row>({
    {"GET", "OPEN", web_ops::open},
    {"GET", "GETFILESTATUS", web_ops::get_file_status},
    {"GET", "GETFILELINKSTATUS", web_ops::get_file_status},
    {"GET", "LISTSTATUS", web_ops::list_status},
    {"GET", "LISTSTATUS_BATCH", web_ops::list_status_batch},
    {"GET", "GETCONTENTSUMMARY", web_ops::get_content_summary},
    {"GET", "GETQUOTAUSAGE", web_ops::get_quota_usage},
    {"GET", "GETFILECHECKSUM", web_ops::get_file_checksum},
    {"GET", "GETHOMEDIRECTORY", web_ops::get_home_directory},
    {"GET", "GETTRASHROOT", web_ops::get_trash_root},
    {"GET", "CHECKACCESS", web_ops::check_access},
    {"GET", "GET_BLOCK_LOCATIONS", web_ops::get_block_locations},
    {"GET", "GETFILEBLOCKLOCATIONS", web_ops::get_file_block_locations},
    {"GET", "GETSERVERDEFAULTS", web_ops::get_server_defaults},
    {"GET", "GETSTORAGEPOLICY", web_ops::get_storage_policy},
    {"GET", "GETALLSTORAGEPOLICY", web_ops::get_all_storage_policy},
    {"GET", "GETECPOLICY", web_ops::get_ec_policy},
    {"GET", "GETDELEGATIONTOKEN", web_ops::get_delegation_token},
    {"GET", "GETSTATUS", web_ops::get_status},
    {"GET", "GETACLSTATUS", web_ops::get_acl_status},
    {"GET", "GETXATTRS", nullptr},
    {"GET", "LISTXATTRS", nullptr},
    {"GET", "GETLINKTARGET", nullptr},
    {"GET", "GETSNAPSHOTDIFF", nullptr},
    {"GET", "GETSNAPSHOTDIFFLISTING", nullptr},
    {"GET", "GETSNAPSHOTTABLEDIRECTORYLIST", nullptr},
    {"GET", "GETSNAPSHOTLIST", nullptr},
    {"GET", "GETTRASHROOTS", nullptr},
    {"GET", "GETECPOLICIES", nullptr},
    {"GET", "GETECCODECS", nullptr},
    {"PUT", "CREATE", web_ops::create},
    {"PUT", "MKDIRS", web_ops::mkdirs},
    {"PUT", "CREATESYMLINK", web_ops::create_symlink},
    {"PUT", "RENAME", web_ops::rename},
    {"PUT", "SETREPLICATION", web_ops::set_replication},
    {"PUT", "SETOWNER", web_ops::set_owner},
    {"PUT", "SETPERMISSION", web_ops::set_permission},
    {"PUT", "SETTIMES", web_ops::set_times},
    {"PUT", "SETQUOTA", web_ops::set_quota},
    {"PUT", "SETQUOTABYSTORAGETYPE", nullptr},
    {"PUT", "RENEWDELEGATIONTOKEN", nullptr},
    {"PUT", "CANCELDELEGATIONTOKEN", nullptr},
    {"PUT", "MODIFYACLENTRIES", nullptr},
    {"PUT", "REMOVEACLENTRIES", nullptr},
    {"PUT", "REMOVEDEFAULTACL", nullptr},
    {"PUT", "REMOVEACL", nullptr},
    {"PUT", "SETACL", nullptr},
    {"PUT", "SETXATTR", nullptr},
    {"PUT", "REMOVEXATTR", nullptr},
    {"PUT", "ALLOWSNAPSHOT", nullptr},
    {"PUT", "DISALLOWSNAPSHOT", nullptr},
    {"PUT", "CREATESNAPSHOT", nullptr},
    {"PUT", "RENAMESNAPSHOT", nullptr},
    {"PUT", "SETSTORAGEPOLICY", nullptr},
    {"PUT", "SATISFYSTORAGEPOLICY", nullptr},
    {"PUT", "ENABLEECPOLICY", nullptr},
    {"PUT", "DISABLEECPOLICY", nullptr},
    {"PUT", "SETECPOLICY", nullptr},
    {"POST", "APPEND", web_ops::append},
    {"POST", "CONCAT", web_ops::concat},
    {"POST", "TRUNCATE", web_ops::truncate},
    {"POST", "UNSETSTORAGEPOLICY", nullptr},
    {"POST", "UNSETECPOLICY", nullptr},
    {"DELETE", "DELETE", web_ops::remove},
    {"DELETE", "DELETESNAPSHOT", nullptr},
});

Error unsupported(std::string_view operation) {
  return {ErrorCode::kUnsupportedOperation, fmt::format("op={} is not supported", operation)};
}

// A HEAD is a GET whose body stays here.
std::string_view method_of(const http::Request& request) {
  return request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
}

Result<const Row*> find_operation(const http::Request& request) {
  std::string name(request.query.find("op").value_or(""));
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (name.empty() || name == "NULL") return unsupported("NULL");
  const auto row = std::find_if(kOperations.begin(), kOperations.end(), [&](const Row& candidate) {
    return candidate.method == method_of(request) && candidate.name == name;
  });
  if (row == kOperations.end())
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Invalid value for webhdfs parameter \"op\": {} is not a valid {} "
                             "operation.",
                             name, method_of(request))};
  return &*row;
}

bool is_known_method(std::string_view method) {
  return method == "GET" || method == "PUT" || method == "POST" || method == "DELETE" ||
         method == "HEAD";
}

}  // namespace

Result<Caller> WebHdfs::identify(const http::Request& request) const {
  const webhdfs::Parameters parameters(request.query, webhdfs::RefusalStyle::kNameNode);
  const auto named = TRY(parameters.user("user.name"));
  const std::string user =
      named.value_or(parts_.configuration.get(keys::kHadoopHttpStaticuserUser));
  const auto effective = TRY(parameters.user("doas"));
  Caller caller{.user = user, .remote_address = request.remote_address};
  if (effective) {
    TRY(parts_.proxy_users.check(user, *effective, request.remote_address));
    caller.user = *effective;
    caller.real_user = user;
  }
  return caller;
}

Result<void> WebHdfs::run(http::Exchange& exchange) const {
  const http::Request& request = exchange.request();
  const Caller caller = TRY(identify(request));
  const Row* row = TRY(find_operation(request));
  if (row->run == nullptr) return unsupported(row->name);
  std::string path = request.path.substr(kPrefix.size());
  if (path.empty()) path = "/";
  return row->run({.parts = parts_,
                   .exchange = exchange,
                   .name = row->name,
                   .path = std::move(path),
                   .caller = caller,
                   .parameters = {request.query, webhdfs::RefusalStyle::kNameNode}});
}

void WebHdfs::handle(http::Exchange& exchange) const {
  if (!is_known_method(exchange.request().method))
    return exchange.respond({.status = 405,
                             .headers = {{"Allow", "GET, HEAD, PUT, POST, DELETE"},
                                         {"Content-Type", "text/plain; charset=utf-8"}},
                             .body = "405 Method Not Allowed\n"});
  const Result<void> outcome = run(exchange);
  if (outcome) return;
  http::Response refusal = webhdfs::remote_exception(outcome.error());
  refusal.headers = web_headers("application/json");
  exchange.respond(std::move(refusal));
}

}  // namespace mammoth::namenode
