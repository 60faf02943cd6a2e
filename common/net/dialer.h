// Outgoing TCP connections.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <vector>

#include "common/async/task.h"
#include "common/config/host_port.h"

namespace mammoth {

// The addresses of a name, in the resolver's order. A literal address needs no resolver.
// Throws boost::system::system_error (host_not_found …).
Task<std::vector<asio::ip::tcp::endpoint>> resolve(HostPort target);

// Connects to the first address of `target` that answers, all within `limit`; TCP_NODELAY is set.
// Throws boost::system::system_error (the last address's failure) or DeadlineExceeded.
Task<asio::ip::tcp::socket> dial(HostPort target, Duration limit);

}  // namespace mammoth
