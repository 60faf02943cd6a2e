// Names of machines.
#pragma once

#include <string>

namespace mammoth::cli {

// The name that belongs to a numeric IP address, or the address itself if there is none (Java:
// InetAddress.getHostName). Text that is no address stays as it is. May ask the name service.
std::string host_name_of(const std::string& address);

// The name of this machine.
std::string own_host_name();

}  // namespace mammoth::cli
