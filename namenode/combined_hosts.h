// dfs.hosts as JSON, where dfs.namenode.hosts.provider.classname says so (Hadoop:
// CombinedHostFileManager, CombinedHostsFileReader).
#pragma once

#include <functional>
#include <string>

#include "common/base/result.h"
#include "common/config/configuration.h"
#include "namenode/blocks/host_lists.h"

namespace mammoth::namenode {

// One object a datanode, one after the other or in an array: hostName, port, adminState (NORMAL,
// DECOMMISSIONED, IN_MAINTENANCE), maintenanceExpireTimeInMS, upgradeDomain (which has no effect).
// Where none is in service, all may come.
Result<HostLists> parse_combined_hosts(const std::string& text);

// Reads the file anew with every call; an empty function where hosts are plain lists.
std::function<Result<HostLists>()> combined_hosts_reader(const Configuration& configuration);

}  // namespace mammoth::namenode
