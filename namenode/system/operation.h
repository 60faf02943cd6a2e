// One call on its way through the namesystem.
#pragma once

#include <string_view>

#include "namenode/namespace/event.h"
#include "namenode/namespace/permission.h"
#include "namenode/namespace/transaction.h"
#include "namenode/system/applied.h"
#include "namenode/system/audit_log.h"
#include "namenode/system/caller.h"
#include "namenode/system/user_groups.h"

namespace mammoth::namenode {

// Begun before the lock is taken (the groups of a user may have to be asked for), filled under it.
struct Operation {
  const Caller& caller;
  GroupList groups;  // what `checker` looks at
  PermissionChecker checker;
  AuditEvent audit;
  Transaction transaction{};
  std::vector<NamespaceEvent> events{};  // of the transaction
  Sequence sequence = 0;                 // of the last transaction applied
};

// `path` with another inode at its end.
ResolvedPath with_last(ResolvedPath path, InodePtr inode);

// For what a client wants an open file of another; the name is part of the refusals (Hadoop:
// FSNamesystem.RecoverLeaseOp).
enum class LeaseClaim { kCreateFile, kAppendFile, kTruncateFile, kRecoverLease };

// "Failed to APPEND_FILE /f for client-2 on 10.0.0.7 because <reason>"
std::string lease_refusal(LeaseClaim claim, std::string_view path, std::string_view holder,
                          std::string_view client_machine, std::string_view reason);

}  // namespace mammoth::namenode
