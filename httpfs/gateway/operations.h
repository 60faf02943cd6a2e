// The operations of HttpFS (Hadoop: FSOperations), in files by topic. Each answers through the
// call, or refuses before it has begun to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/config/configuration.h"
#include "common/hdfs/file_system.h"
#include "common/http/exchange.h"
#include "common/http/json.h"
#include "httpfs/gateway/parameters.h"

namespace mammoth::httpfs {

// How often an operation was asked for.
struct OperationCount {
  std::string_view name;
  std::uint64_t count = 0;
};

// Belongs to one request, on its thread.
struct Call {
  http::Exchange& exchange;
  hdfs::FileSystem& files;
  const Configuration& configuration;
  std::string_view name;  // "GETFILESTATUS"
  std::string path;
  std::string user;
  Parameters given;
  std::vector<OperationCount> counts;  // of all requests so far

  // As HttpFS's own writer of JSON has it: slashes escaped, a line's end behind.
  void answer_json(const http::JsonWriter& json) const;
  // As the writer has it that it shares with the NameNode.
  void answer_plain_json(const http::JsonWriter& json) const;
  void answer_boolean(bool truth) const;
  void answer_path(std::string_view path) const;
  void answer_nothing() const;
  // This request's address with other parameters: `data` added or not, noredirect left out.
  std::string own_address(bool with_data) const;
};

// A member that is a list of texts.
void write_texts(std::string_view name, const std::vector<std::string>& texts,
                 http::JsonWriter& json);

namespace ops {

// read_operations.cc
Result<void> get_file_status(const Call& call);
Result<void> get_file_link_status(const Call& call);
Result<void> list_status(const Call& call);
Result<void> list_status_batch(const Call& call);
Result<void> get_home_directory(const Call& call);
Result<void> get_content_summary(const Call& call);
Result<void> get_quota_usage(const Call& call);
Result<void> get_trash_root(const Call& call);
Result<void> get_trash_roots(const Call& call);
Result<void> get_server_defaults(const Call& call);
Result<void> check_access(const Call& call);
Result<void> get_status(const Call& call);
Result<void> instrumentation(const Call& call);

// block_operations.cc
Result<void> get_file_block_locations(const Call& call);
Result<void> get_block_locations(const Call& call);

// snapshot_operations.cc
Result<void> allow_snapshot(const Call& call);
Result<void> disallow_snapshot(const Call& call);
Result<void> create_snapshot(const Call& call);
Result<void> rename_snapshot(const Call& call);
Result<void> delete_snapshot(const Call& call);
Result<void> get_snapshot_diff(const Call& call);
Result<void> get_snapshot_diff_listing(const Call& call);
Result<void> get_snapshottable_directory_list(const Call& call);
Result<void> get_snapshot_list(const Call& call);

// erasure_coding_operations.cc
Result<void> get_ec_policy(const Call& call);
Result<void> get_ec_policies(const Call& call);
Result<void> get_ec_codecs(const Call& call);
Result<void> set_ec_policy(const Call& call);
Result<void> unset_ec_policy(const Call& call);
Result<void> satisfy_storage_policy(const Call& call);

// attribute_operations.cc
Result<void> get_acl_status(const Call& call);
Result<void> set_acl(const Call& call);
Result<void> modify_acl_entries(const Call& call);
Result<void> remove_acl_entries(const Call& call);
Result<void> remove_default_acl(const Call& call);
Result<void> remove_acl(const Call& call);
Result<void> get_xattrs(const Call& call);
Result<void> list_xattrs(const Call& call);
Result<void> set_xattr(const Call& call);
Result<void> remove_xattr(const Call& call);
Result<void> get_all_storage_policy(const Call& call);
Result<void> get_storage_policy(const Call& call);
Result<void> set_storage_policy(const Call& call);
Result<void> unset_storage_policy(const Call& call);

// change_operations.cc
Result<void> mkdirs(const Call& call);
Result<void> rename(const Call& call);
Result<void> remove(const Call& call);
Result<void> concat(const Call& call);
Result<void> truncate(const Call& call);
Result<void> set_owner(const Call& call);
Result<void> set_permission(const Call& call);
Result<void> set_replication(const Call& call);
Result<void> set_times(const Call& call);

// data_operations.cc
Result<void> open(const Call& call);
Result<void> create(const Call& call);
Result<void> append(const Call& call);
Result<void> get_file_checksum(const Call& call);

}  // namespace ops
}  // namespace mammoth::httpfs
