// Dialler, listener and address rules together, over loopback.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "common/net/address.h"
#include "common/net/dialer.h"
#include "common/net/listener.h"

namespace mammoth {
namespace {

using asio::ip::make_address;
using asio::ip::tcp;

TEST(AddressTest, MappedIpv4IsShownAsIpv4) {
  // A dual-stack socket sees ::ffff:10.1.2.3; Hadoop's users know the machine as 10.1.2.3.
  EXPECT_EQ(to_text(make_address("::ffff:10.1.2.3")), "10.1.2.3");
  EXPECT_EQ(to_text(make_address("10.1.2.3")), "10.1.2.3");
  EXPECT_EQ(to_text(make_address("fe80::1")), "fe80::1");
}

TEST(AddressTest, OnlyLoopbackMayBeBoundWithoutTheOperatorsWord) {
  // Without authentication anybody who reaches the port is anybody he likes.
  EXPECT_TRUE(refuse_unauthenticated_remote(make_address("127.0.0.1"), false));
  EXPECT_TRUE(refuse_unauthenticated_remote(make_address("127.9.9.9"), false));
  EXPECT_TRUE(refuse_unauthenticated_remote(make_address("::1"), false));
  EXPECT_TRUE(refuse_unauthenticated_remote(make_address("::ffff:127.0.0.1"), false));
  for (const char* remote : {"0.0.0.0", "::", "10.0.0.1"}) {
    const auto refused = refuse_unauthenticated_remote(make_address(remote), false);
    ASSERT_FALSE(refused) << remote;
    EXPECT_EQ(refused.error().code, ErrorCode::kIllegalArgument);
    EXPECT_NE(refused.error().message.find("mammoth.security.allow-unauthenticated-remote"),
              std::string::npos);
    EXPECT_TRUE(refuse_unauthenticated_remote(make_address(remote), true));
  }
}

TEST(ListenTest, RefusesAnAddressInUseAndNamesIt) {
  // Two daemons with one configuration: the second must say which address it could not get.
  asio::io_context context;
  const auto first = listen(context, {.address = {"127.0.0.1", 0}});
  ASSERT_TRUE(first);
  const HostPort taken{"127.0.0.1", first->local_endpoint().port()};
  const auto second = listen(context, {.address = taken});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kIo);
  EXPECT_NE(second.error().message.find(taken.to_string()), std::string::npos);
}

TEST(ListenTest, RefusesEveryInterfaceByDefault) {
  // The most common careless setting.
  asio::io_context context;
  const auto refused = listen(context, {.address = {"0.0.0.0", 0}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kIllegalArgument);
  EXPECT_TRUE(listen(context, {.address = {"0.0.0.0", 0}, .allow_unauthenticated_remote = true}));
}

Task<tcp::endpoint> dial_and_look(HostPort target) {
  const tcp::socket socket = co_await dial(std::move(target), std::chrono::seconds(10));
  co_return socket.remote_endpoint();
}

tcp::endpoint dial_now(HostPort target) {
  asio::io_context context;
  auto reached = asio::co_spawn(context, dial_and_look(std::move(target)), asio::use_future);
  context.run();
  return reached.get();
}

TEST(DialTest, ReachesAListenerByAddressAndByName) {
  // What every client does first.
  asio::io_context context;
  const auto acceptor = listen(context, {.address = {"127.0.0.1", 0}});
  ASSERT_TRUE(acceptor);
  const std::uint16_t port = acceptor->local_endpoint().port();
  EXPECT_EQ(dial_now({"127.0.0.1", port}).port(), port);
  EXPECT_EQ(dial_now({"localhost", port}).port(), port);
}

TEST(DialTest, ARefusedConnectionThrows) {
  // Nobody listens: a broken world, thus an exception.
  std::uint16_t port = 0;
  {
    asio::io_context context;
    port = listen(context, {.address = {"127.0.0.1", 0}})->local_endpoint().port();
  }
  try {
    dial_now({"127.0.0.1", port});
    FAIL() << "nobody listens";
  } catch (const boost::system::system_error& e) {
    EXPECT_EQ(e.code(), asio::error::connection_refused);
  }
}

}  // namespace
}  // namespace mammoth
