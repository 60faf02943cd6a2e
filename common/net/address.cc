#include "common/net/address.h"

#include <fmt/format.h>

namespace mammoth {

namespace {

asio::ip::address unmapped(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  return address;
}

}  // namespace

std::string to_text(const asio::ip::address& address) {
  return unmapped(address).to_string();
}

bool is_loopback(const asio::ip::address& address) {
  return unmapped(address).is_loopback();
}

Result<void> refuse_unauthenticated_remote(const asio::ip::address& address, bool allow) {
  if (allow || is_loopback(address)) return {};
  return Error{
      ErrorCode::kIllegalArgument,
      fmt::format("refusing to listen on {}: clients are not authenticated, so anybody who "
                  "reaches this address could act as any user. Bind a loopback address, or "
                  "set mammoth.security.allow-unauthenticated-remote=true",
                  to_text(address))};
}

}  // namespace mammoth
