// The operations, one a file, named as in requests. Each answers through WebOperation, or refuses.
#pragma once

#include "namenode/web/webhdfs/operation.h"

namespace mammoth::namenode::web_ops {

// GET
Result<void> open(const WebOperation& call);
Result<void> get_file_status(const WebOperation& call);  // also GETFILELINKSTATUS
Result<void> list_status(const WebOperation& call);
Result<void> list_status_batch(const WebOperation& call);
Result<void> get_content_summary(const WebOperation& call);
Result<void> get_quota_usage(const WebOperation& call);
Result<void> get_file_checksum(const WebOperation& call);
Result<void> get_home_directory(const WebOperation& call);
Result<void> get_trash_root(const WebOperation& call);
Result<void> check_access(const WebOperation& call);
Result<void> get_block_locations(const WebOperation& call);
Result<void> get_file_block_locations(const WebOperation& call);
Result<void> get_server_defaults(const WebOperation& call);
Result<void> get_storage_policy(const WebOperation& call);
Result<void> get_all_storage_policy(const WebOperation& call);
Result<void> get_ec_policy(const WebOperation& call);
Result<void> get_delegation_token(const WebOperation& call);
Result<void> get_status(const WebOperation& call);
Result<void> get_acl_status(const WebOperation& call);
Result<void> get_xattrs(const WebOperation& call);
Result<void> list_xattrs(const WebOperation& call);
Result<void> get_link_target(const WebOperation& call);
Result<void> get_trash_roots(const WebOperation& call);
// Those that may have snapshots and have a trash of their own (get_trash_root.cc); the root is "".
std::vector<std::string> directories_with_trash(const WebOperation& call);
Result<void> get_ec_policies(const WebOperation& call);
Result<void> get_ec_codecs(const WebOperation& call);
Result<void> get_snapshottable_directory_list(const WebOperation& call);
Result<void> get_snapshot_list(const WebOperation& call);
Result<void> get_snapshot_diff(const WebOperation& call);
Result<void> get_snapshot_diff_listing(const WebOperation& call);

// PUT
Result<void> create(const WebOperation& call);
Result<void> mkdirs(const WebOperation& call);
Result<void> create_symlink(const WebOperation& call);
Result<void> rename(const WebOperation& call);
Result<void> set_replication(const WebOperation& call);
Result<void> set_owner(const WebOperation& call);
Result<void> set_permission(const WebOperation& call);
Result<void> set_times(const WebOperation& call);
Result<void> set_quota(const WebOperation& call);
Result<void> set_quota_by_storage_type(const WebOperation& call);
Result<void> change_delegation_token(const WebOperation& call);  // RENEW… and CANCEL…
Result<void> set_acl(const WebOperation& call);
Result<void> modify_acl_entries(const WebOperation& call);
Result<void> remove_acl_entries(const WebOperation& call);
Result<void> remove_default_acl(const WebOperation& call);
Result<void> remove_acl(const WebOperation& call);
Result<void> set_xattr(const WebOperation& call);
Result<void> remove_xattr(const WebOperation& call);
Result<void> set_storage_policy(const WebOperation& call);
Result<void> satisfy_storage_policy(const WebOperation& call);
Result<void> enable_ec_policy(const WebOperation& call);  // also DISABLEECPOLICY
Result<void> set_ec_policy(const WebOperation& call);
Result<void> allow_snapshot(const WebOperation& call);
Result<void> disallow_snapshot(const WebOperation& call);
Result<void> create_snapshot(const WebOperation& call);
Result<void> rename_snapshot(const WebOperation& call);

// POST
Result<void> append(const WebOperation& call);
Result<void> concat(const WebOperation& call);
Result<void> truncate(const WebOperation& call);
Result<void> unset_storage_policy(const WebOperation& call);
Result<void> unset_ec_policy(const WebOperation& call);

// DELETE
Result<void> remove(const WebOperation& call);
Result<void> delete_snapshot(const WebOperation& call);

}  // namespace mammoth::namenode::web_ops
