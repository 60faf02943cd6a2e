#include "common/net/dialer.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/this_coro.hpp>

#include "common/async/deadline.h"

namespace mammoth {

using asio::ip::tcp;

Task<std::vector<tcp::endpoint>> resolve(HostPort target) {
  boost::system::error_code not_literal;
  const auto literal = asio::ip::make_address(target.host, not_literal);
  std::vector<tcp::endpoint> endpoints;
  if (!not_literal) {
    endpoints.emplace_back(literal, target.port);
    co_return endpoints;
  }
  tcp::resolver resolver(co_await asio::this_coro::executor);
  const std::string port = std::to_string(target.port);
  const auto found = co_await resolver.async_resolve(
      target.host, port, tcp::resolver::numeric_service, asio::use_awaitable);
  for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  co_return endpoints;
}

namespace {

Task<> connect(tcp::socket& socket, HostPort target) {
  const auto endpoints = co_await resolve(std::move(target));
  co_await asio::async_connect(socket, endpoints, asio::use_awaitable);
  socket.set_option(tcp::no_delay(true));
}

}  // namespace

Task<tcp::socket> dial(HostPort target, Duration limit) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await with_deadline(connect(socket, std::move(target)), limit);
  co_return socket;
}

}  // namespace mammoth
