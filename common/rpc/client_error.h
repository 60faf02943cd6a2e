// A broken world as a refusal, in the words of Hadoop's NetUtils.wrapException, which operators
// know and look up.
#pragma once

#include <string_view>

#include "common/base/error.h"
#include "common/config/host_port.h"

namespace mammoth::rpc {

// `java_exception` with its class: "java.net.ConnectException: Connection refused".
Error connect_error(const HostPort& to, std::string_view java_exception);
Error timeout_error(const HostPort& to, std::string_view why);
Error unknown_host_error(const HostPort& to);
Error lost_error(const HostPort& to, std::string_view why);

}  // namespace mammoth::rpc
