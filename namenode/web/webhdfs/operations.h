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

// POST
Result<void> append(const WebOperation& call);
Result<void> concat(const WebOperation& call);
Result<void> truncate(const WebOperation& call);

// DELETE
Result<void> remove(const WebOperation& call);

}  // namespace mammoth::namenode::web_ops
