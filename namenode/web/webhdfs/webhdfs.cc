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
    {"GET", "GETXATTRS", web_ops::get_xattrs},
    {"GET", "LISTXATTRS", web_ops::list_xattrs},
    {"GET", "GETLINKTARGET", web_ops::get_link_target},
    {"GET", "GETSNAPSHOTDIFF", web_ops::get_snapshot_diff},
    {"GET", "GETSNAPSHOTDIFFLISTING", web_ops::get_snapshot_diff_listing},
    {"GET", "GETSNAPSHOTTABLEDIRECTORYLIST", web_ops::get_snapshottable_directory_list},
    {"GET", "GETSNAPSHOTLIST", web_ops::get_snapshot_list},
    {"GET", "GETTRASHROOTS", web_ops::get_trash_roots},
    {"GET", "GETECPOLICIES", web_ops::get_ec_policies},
    {"GET", "GETECCODECS", web_ops::get_ec_codecs},
    {"PUT", "CREATE", web_ops::create},
    {"PUT", "MKDIRS", web_ops::mkdirs},
    {"PUT", "CREATESYMLINK", web_ops::create_symlink},
    {"PUT", "RENAME", web_ops::rename},
    {"PUT", "SETREPLICATION", web_ops::set_replication},
    {"PUT", "SETOWNER", web_ops::set_owner},
    {"PUT", "SETPERMISSION", web_ops::set_permission},
    {"PUT", "SETTIMES", web_ops::set_times},
    {"PUT", "SETQUOTA", web_ops::set_quota},
    {"PUT", "SETQUOTABYSTORAGETYPE", web_ops::set_quota_by_storage_type},
    {"PUT", "RENEWDELEGATIONTOKEN", web_ops::change_delegation_token},
    {"PUT", "CANCELDELEGATIONTOKEN", web_ops::change_delegation_token},
    {"PUT", "MODIFYACLENTRIES", web_ops::modify_acl_entries},
    {"PUT", "REMOVEACLENTRIES", web_ops::remove_acl_entries},
    {"PUT", "REMOVEDEFAULTACL", web_ops::remove_default_acl},
    {"PUT", "REMOVEACL", web_ops::remove_acl},
    {"PUT", "SETACL", web_ops::set_acl},
    {"PUT", "SETXATTR", web_ops::set_xattr},
    {"PUT", "REMOVEXATTR", web_ops::remove_xattr},
    {"PUT", "ALLOWSNAPSHOT", web_ops::allow_snapshot},
    {"PUT", "DISALLOWSNAPSHOT", web_ops::disallow_snapshot},
    {"PUT", "CREATESNAPSHOT", web_ops::create_snapshot},
    {"PUT", "RENAMESNAPSHOT", web_ops::rename_snapshot},
    {"PUT", "SETSTORAGEPOLICY", web_ops::set_storage_policy},
    {"PUT", "SATISFYSTORAGEPOLICY", web_ops::satisfy_storage_policy},
    {"PUT", "ENABLEECPOLICY", web_ops::enable_ec_policy},
    {"PUT", "DISABLEECPOLICY", web_ops::enable_ec_policy},
    {"PUT", "SETECPOLICY", web_ops::set_ec_policy},
    {"POST", "APPEND", web_ops::append},
    {"POST", "CONCAT", web_ops::concat},
    {"POST", "TRUNCATE", web_ops::truncate},
    {"POST", "UNSETSTORAGEPOLICY", web_ops::unset_storage_policy},
    {"POST", "UNSETECPOLICY", web_ops::unset_ec_policy},
    {"DELETE", "DELETE", web_ops::remove},
    {"DELETE", "DELETESNAPSHOT", web_ops::delete_snapshot},
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

WebHdfs::WebHdfs(const WebParts& parts) : parts_(parts), successes_(kOperations.size()) {}

std::vector<OperationCount> WebHdfs::operation_counts() const {
  std::vector<OperationCount> counts;
  for (std::size_t i = 0; i < kOperations.size(); ++i)
    counts.push_back({kOperations[i].name, successes_[i]});
  return counts;
}

Caller WebHdfs::identify(const http::Request& request) const {
  const webhdfs::Parameters parameters(request.query, webhdfs::RefusalStyle::kNameNode);
  const std::string user = parameters.text("user.name")
                               .value_or(parts_.configuration.get(keys::kHadoopHttpStaticuserUser));
  Caller caller{.user = user, .remote_address = request.remote_address};
  if (const auto effective = parameters.text("doas")) {
    caller.user = *effective;
    caller.real_user = user;
  }
  return caller;
}

Result<void> WebHdfs::run(const Caller& caller, http::Exchange& exchange) const {
  const http::Request& request = exchange.request();
  const webhdfs::Parameters parameters(request.query, webhdfs::RefusalStyle::kNameNode);
  TRY(parameters.user("user.name"));
  const Row* row = TRY(find_operation(request));
  TRY(parameters.check_all(request.method));
  std::string path = request.path.substr(kPrefix.size());
  if (path.empty()) path = "/";
  TRY(row->run({.parts = parts_,
                .exchange = exchange,
                .name = row->name,
                .path = std::move(path),
                .caller = caller,
                .parameters = parameters}));
  ++successes_[static_cast<std::size_t>(row - kOperations.data())];
  return {};
}

void WebHdfs::handle(http::Exchange& exchange) const {
  if (exchange.request().method == "OPTIONS")
    return exchange.respond({.headers = {{"Allow", "OPTIONS, GET, HEAD, PUT, POST, DELETE"}}});
  if (!is_known_method(exchange.request().method))
    return exchange.respond({.status = 405,
                             .headers = {{"Allow", "GET, HEAD, PUT, POST, DELETE"},
                                         {"Content-Type", "text/plain; charset=utf-8"}},
                             .body = "405 Method Not Allowed\n"});
  const Caller caller = identify(exchange.request());
  if (!caller.real_user.empty()) {
    // Apache refuses this before it looks at the request, in a layout of its own.
    const auto allowed =
        parts_.proxy_users.check(caller.real_user, caller.user, caller.remote_address);
    if (!allowed)
      return exchange.respond({.status = 403,
                               .headers = web_headers("application/json"),
                               .body = webhdfs::remote_exception_text(allowed.error())});
  }
  const Result<void> outcome = run(caller, exchange);
  if (outcome) return;
  http::Response refusal = webhdfs::remote_exception(outcome.error());
  refusal.headers = web_headers("application/json");
  exchange.respond(std::move(refusal));
}

}  // namespace mammoth::namenode
