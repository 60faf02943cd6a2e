// /topology: the racks and their DataNodes, for people or, to who accepts it, in JSON (Hadoop:
// NetworkTopologyServlet).
#pragma once

#include "common/http/message.h"
#include "namenode/web/web_parts.h"

namespace mammoth::namenode {

http::Response topology_page(const WebParts& parts, const http::Request& request);

}  // namespace mammoth::namenode
