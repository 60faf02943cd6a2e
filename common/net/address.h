// How addresses are shown and judged.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "common/async/task.h"
#include "common/base/result.h"

namespace mammoth {

// The textual address as Hadoop shows it: IPv4 also where a dual-stack socket saw ::ffff:a.b.c.d.
std::string to_text(const asio::ip::address& address);

// True for 127.0.0.0/8, ::1 and the IPv4-mapped form of the former.
bool is_loopback(const asio::ip::address& address);

// A daemon that does not authenticate must not listen where strangers can reach it: refuses
// (kIllegalArgument) every address that is not loopback unless `allow`, which is the operator's
// word in mammoth.security.allow-unauthenticated-remote.
Result<void> refuse_unauthenticated_remote(const asio::ip::address& address, bool allow);

}  // namespace mammoth
