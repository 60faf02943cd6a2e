#include "common/net/listener.h"

#include <fmt/format.h>

#include "common/net/address.h"

namespace mammoth {

using asio::ip::tcp;

namespace {

Result<tcp::endpoint> resolve_now(asio::io_context& context, const HostPort& address) {
  boost::system::error_code failure;
  const auto literal = asio::ip::make_address(address.host, failure);
  if (!failure) return tcp::endpoint(literal, address.port);
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(address.host, std::to_string(address.port),
                                      tcp::resolver::numeric_service, failure);
  if (failure || found.empty())
    return Error{ErrorCode::kUnknownHost, fmt::format("unknown host {}", address.host)};
  return found.begin()->endpoint();
}

}  // namespace

Result<tcp::acceptor> listen(asio::io_context& context, const ListenOptions& options) {
  const tcp::endpoint endpoint = TRY(resolve_now(context, options.address));
  TRY(refuse_unauthenticated_remote(endpoint.address(), options.allow_unauthenticated_remote));
  try {
    tcp::acceptor acceptor(context);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen(options.backlog);
    return acceptor;
  } catch (const boost::system::system_error& e) {
    return Error{ErrorCode::kIo, fmt::format("cannot listen on {}: {}", options.address.to_string(),
                                             e.code().message())};
  }
}

}  // namespace mammoth
