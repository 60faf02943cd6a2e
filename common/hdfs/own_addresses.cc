#include "common/hdfs/own_addresses.h"

#include <arpa/inet.h>
#include <ifaddrs.h>

#include <set>

namespace mammoth::hdfs {
namespace {

std::set<std::string> own_addresses() {
  std::set<std::string> result;
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return result;
  for (const auto* each = first; each != nullptr; each = each->ifa_next) {
    if (each->ifa_addr == nullptr) continue;
    const int family = each->ifa_addr->sa_family;
    const void* address = nullptr;
    if (family == AF_INET) address = &reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr;
    if (family == AF_INET6) address = &reinterpret_cast<const sockaddr_in6*>(each->ifa_addr)->sin6_addr;
    char text[INET6_ADDRSTRLEN];
    if (address != nullptr && ::inet_ntop(family, address, text, sizeof text)) result.insert(text);
  }
  ::freeifaddrs(first);
  return result;
}

}  // namespace

bool is_own_address(const std::string& ip) {
  static const auto addresses = own_addresses();
  return ip.starts_with("127.") || addresses.contains(ip);
}

}  // namespace mammoth::hdfs
