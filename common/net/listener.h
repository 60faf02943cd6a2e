// Listening TCP sockets.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "common/async/task.h"
#include "common/base/result.h"
#include "common/config/host_port.h"

namespace mammoth {

struct ListenOptions {
  HostPort address;  // a name or an address; port 0: any free one
  int backlog = 256;
  bool allow_unauthenticated_remote = false;  // mammoth.security.allow-unauthenticated-remote
};

// Binds and listens with SO_REUSEADDR; "0.0.0.0" and "::" mean every interface. A name is resolved
// here, blocking. Refuses (kUnknownHost, kIo with the address and the reason) what cannot be bound,
// and (kIllegalArgument) what refuse_unauthenticated_remote() refuses.
Result<asio::ip::tcp::acceptor> listen(asio::io_context& context, const ListenOptions& options);

}  // namespace mammoth
