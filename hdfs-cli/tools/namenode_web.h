// The NameNode's web server, as the configuration has it (Hadoop: DFSUtil.getInfoServer).
#pragma once

#include <string>
#include <string_view>

#include "common/config/host_port.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli {

// dfs.namenode.http-address, with the host of `file_system` ("hdfs://host:port") in place of a
// wildcard.
Result<HostPort> namenode_web_address(const Environment& environment, std::string_view file_system);

// As HTML forms encode a value: a space becomes '+' (Java: URLEncoder).
std::string form_encoded(std::string_view text);

}  // namespace mammoth::cli
