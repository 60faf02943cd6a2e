#include "httpfs/gateway/operation_table.h"

#include <fmt/format.h>

#include <array>

#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs {

namespace {

constexpr auto kOperations = std::to_array<Operation>({
    {"GET", "OPEN", ops::open},
    {"GET", "GETFILESTATUS", ops::get_file_status},
    {"GET", "GETFILELINKSTATUS", ops::get_file_link_status},
    {"GET", "LISTSTATUS", ops::list_status},
    {"GET", "LISTSTATUS_BATCH", ops::list_status_batch},
    {"GET", "GETHOMEDIRECTORY", ops::get_home_directory},
    {"GET", "GETCONTENTSUMMARY", ops::get_content_summary},
    {"GET", "GETQUOTAUSAGE", ops::get_quota_usage},
    {"GET", "GETFILECHECKSUM", ops::get_file_checksum},
    {"GET", "GETFILEBLOCKLOCATIONS", ops::get_file_block_locations},
    {"GET", "GETACLSTATUS", ops::get_acl_status},
    {"GET", "GETTRASHROOT", ops::get_trash_root},
    {"GET", "GETTRASHROOTS", ops::get_trash_roots},
    {"GET", "GETXATTRS", ops::get_xattrs},
    {"GET", "LISTXATTRS", ops::list_xattrs},
    {"GET", "GETALLSTORAGEPOLICY", ops::get_all_storage_policy},
    {"GET", "GETSTORAGEPOLICY", ops::get_storage_policy},
    {"GET", "GETSERVERDEFAULTS", ops::get_server_defaults},
    {"GET", "CHECKACCESS", ops::check_access},
    {"GET", "GETECPOLICY", ops::get_ec_policy},
    {"GET", "GETSTATUS", ops::get_status},
    {"GET", "INSTRUMENTATION", ops::instrumentation},
    {"GET", "GET_BLOCK_LOCATIONS", ops::get_block_locations},
    {"GET", "GETECPOLICIES", ops::get_ec_policies},
    {"GET", "GETECCODECS", ops::get_ec_codecs},
    {"GET", "GETSNAPSHOTDIFF", ops::get_snapshot_diff},
    {"GET", "GETSNAPSHOTDIFFLISTING", ops::get_snapshot_diff_listing},
    {"GET", "GETSNAPSHOTTABLEDIRECTORYLIST", ops::get_snapshottable_directory_list},
    {"GET", "GETSNAPSHOTLIST", ops::get_snapshot_list},
    {"PUT", "CREATE", ops::create},
    {"PUT", "MKDIRS", ops::mkdirs},
    {"PUT", "RENAME", ops::rename},
    {"PUT", "SETOWNER", ops::set_owner},
    {"PUT", "SETPERMISSION", ops::set_permission},
    {"PUT", "SETREPLICATION", ops::set_replication},
    {"PUT", "SETTIMES", ops::set_times},
    {"PUT", "SETACL", ops::set_acl},
    {"PUT", "REMOVEACL", ops::remove_acl},
    {"PUT", "MODIFYACLENTRIES", ops::modify_acl_entries},
    {"PUT", "REMOVEACLENTRIES", ops::remove_acl_entries},
    {"PUT", "REMOVEDEFAULTACL", ops::remove_default_acl},
    {"PUT", "SETXATTR", ops::set_xattr},
    {"PUT", "REMOVEXATTR", ops::remove_xattr},
    {"PUT", "SETSTORAGEPOLICY", ops::set_storage_policy},
    {"PUT", "ALLOWSNAPSHOT", ops::allow_snapshot},
    {"PUT", "DISALLOWSNAPSHOT", ops::disallow_snapshot},
    {"PUT", "CREATESNAPSHOT", ops::create_snapshot},
    {"PUT", "RENAMESNAPSHOT", ops::rename_snapshot},
    {"PUT", "SETECPOLICY", ops::set_ec_policy},
    {"PUT", "SATISFYSTORAGEPOLICY", ops::satisfy_storage_policy},
    {"POST", "APPEND", ops::append},
    {"POST", "CONCAT", ops::concat},
    {"POST", "TRUNCATE", ops::truncate},
    {"POST", "UNSETSTORAGEPOLICY", ops::unset_storage_policy},
    {"POST", "UNSETECPOLICY", ops::unset_ec_policy},
    {"DELETE", "DELETE", ops::remove},
    {"DELETE", "DELETESNAPSHOT", ops::delete_snapshot},
});

}  // namespace

std::span<const Operation> all_operations() {
  return kOperations;
}

Result<const Operation*> find_operation(const http::Request& request) {
  const Parameters given(request.query);
  const auto text = given.text("op");
  if (!text)
    return own_refusal("java.lang.IllegalArgumentException", "Missing Operation parameter [op]");
  const std::string name = upper(*text);
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  bool is_known = false;
  for (const Operation& row : kOperations) {
    if (row.name != name) continue;
    is_known = true;
    if (row.method == method) return &row;
  }
  if (!is_known)
    return own_refusal("com.sun.jersey.api.ParamException$QueryParamException",
                       "java.lang.IllegalArgumentException: No enum constant "
                       "org.apache.hadoop.fs.http.client.HttpFSFileSystem.Operation." +
                           name);
  return own_refusal("java.io.IOException",
                     fmt::format("Invalid HTTP {} operation [{}]", method, name));
}

}  // namespace mammoth::httpfs
