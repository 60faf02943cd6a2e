// Counting what directories hold, and refusing what goes beyond their quotas (Hadoop:
// DirectoryWithQuotaFeature, FSDirectory.verifyQuota and updateCount).
//
// Only directories with a quota are counted: each knows what it holds, in its DirectoryState, and
// every change below it brings that up to date, at the price of one entry in the transaction for
// each such directory on the way. What a subtree holds is looked up by walking through it, as far
// as the next directory with a quota, when it moves into or out of one with a quota, is deleted
// there, or gets its first quota.
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "namenode/namespace/inode_table.h"
#include "namenode/namespace/resolved_path.h"

namespace mammoth::namenode {

// Of the inode alone, as the directory above sees it: its policy is applied. Of subtrees:
// subtree_usage.h.
Usage usage_of(const Inode& inode);
// Of `bytes` more of a file, replicated.
Usage replicas_usage(const Inode& file, std::uint64_t bytes);

// The open bytes become those of the types that the policy names; a policy of 0 changes nothing.
Usage under_policy(Usage usage, std::uint8_t policy);
// Bytes of each type, where `policy` is the one in force at the directory; 0: nobody set one, and
// the open bytes count for none.
TypeBytes type_bytes(const Usage& usage, std::uint8_t policy);
std::string_view quota_type_name(QuotaType type);  // "DISK"

// Whether one of the first `levels` inodes of the path has a quota.
bool has_quota(const ResolvedPath& path, std::size_t levels);

// Adds to what the first `levels` inodes of the path hold, those with a quota. `change` is as the
// last of them sees it.
void charge(const ResolvedPath& path, std::size_t levels, const Usage& change,
            Transaction& transaction);

// Whether `change` fits into what the first `levels` inodes of the path, but not the first `above`
// of them, may hold, given that `pending` is in the transaction already. The lowest directory is
// asked first. A change that adds nothing always fits. kNsQuotaExceeded, kDsQuotaExceeded,
// kQuotaByStorageTypeExceeded.
struct QuotaRange {
  std::size_t levels;
  std::size_t above = 0;
};
Result<void> check_quota(const InodeTable& table, const ResolvedPath& path, QuotaRange range,
                         const Usage& change, const Usage& pending = {});

}  // namespace mammoth::namenode
