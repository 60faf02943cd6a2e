// A GET of HTTP/1.1 for command-line tools: one connection, one request, the body piece by piece.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/config/host_port.h"
#include "common/http/client.h"

namespace mammoth::http {

using GetTimeouts = ClientTimeouts;

// Blocks. `body` is called with every piece of the body of a 200; the answer is the status.
// kConnect when nobody listens, kSocketTimeout when nobody answers, kIo for an answer that is no
// HTTP or ends early. `target` is encoded already ("/jmx?qry=a%3Ab").
Result<unsigned> get(const HostPort& server, const std::string& target, const GetTimeouts& timeouts,
                     const std::function<void(std::string_view)>& body);

}  // namespace mammoth::http
