#include "common/rpc/client.h"

#include <gtest/gtest.h>

#include <set>

#include "common/async/task_group.h"
#include "common/rpc/blocking_client.h"
#include "tests/unit/common/rpc/rpc_fixture.h"

namespace mammoth::rpc {
namespace {

using std::chrono::milliseconds;
using Response = GetGroupsForUserResponseProto;

GetGroupsForUserRequestProto text(std::string value) {
  GetGroupsForUserRequestProto request;
  request.set_user(std::move(value));
  return request;
}

std::string shown(const Result<Response>& result) {
  return result ? result->groups(0) : "error: " + result.error().message;
}

class RpcClientTest : public RpcServerTest {
 protected:
  Target target() const {
    return {.addresses = {{"127.0.0.1", port()}}, .protocol = kTestProtocol, .user = "alice"};
  }
  static ClientOptions quick() {
    ClientOptions options;
    options.retry = {
        .max_attempts = 20, .first_delay = milliseconds(5), .max_delay = milliseconds(50)};
    return options;
  }
};

Task<> call_and_note(Proxy& proxy, std::string method, std::string value,
                     std::set<std::string>& seen) {
  const auto request = text(std::move(value));
  seen.insert(shown(co_await proxy.call<Response>(method, request)));
}

Task<> call_many(asio::any_io_executor executor, Target target, EchoProtocol& protocol,
                 std::set<std::string>& seen) {
  Client client(executor, ClientOptions{});
  Proxy proxy(client, std::move(target));
  TaskGroup calls(executor);
  for (int i = 0; i < 100; ++i) {
    calls.spawn(call_and_note(proxy, "park", "parked " + std::to_string(i), seen));
    calls.spawn(call_and_note(proxy, "echo", "echo " + std::to_string(i), seen));
  }
  asio::steady_timer timer(executor);
  while (seen.size() < 100) {
    timer.expires_after(milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
  EXPECT_FALSE(seen.contains("parked 0 for alice"));
  protocol.released = true;
  co_await calls.join();
}

TEST_F(RpcClientTest, ManyCallsShareAConnectionAndOvertake) {
  // Two hundred calls at once, half of them parked: the others come back meanwhile, all on one
  // socket.
  start();
  asio::io_context context;
  std::set<std::string> seen;
  asio::co_spawn(context, call_many(context.get_executor(), target(), protocol_, seen),
                 [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  context.run();
  EXPECT_EQ(seen.size(), 200u);
  EXPECT_TRUE(seen.contains("parked 99 for alice"));
  EXPECT_TRUE(seen.contains("echo 99"));
}

TEST_F(RpcClientTest, ThreadsShareABlockingProxy) {
  // Eight threads with one proxy: each gets its own answers, over one connection.
  start();
  BlockingClient client;
  const auto proxy = client.proxy(target());
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 300; ++i) {
        const std::string value = std::to_string(t) + "/" + std::to_string(i);
        if (shown(proxy->call<Response>("echo", text(value))) != value) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(server_->statistics().open_connections, 1u);
}

TEST_F(RpcClientTest, ServerLearnsWhoCalls) {
  // User, audit context, and call ids that count up.
  start();
  ClientOptions options;
  options.caller_context = "test";
  BlockingClient client(options);
  const auto proxy = client.proxy(target());
  EXPECT_EQ(shown(proxy->call<Response>("who", text(""))), "alice/@127.0.0.1 test #0.0");
  EXPECT_EQ(shown(proxy->call<Response>("who", text(""))), "alice/@127.0.0.1 test #1.0");
  EXPECT_EQ(client.id().size(), 16u);
}

TEST_F(RpcClientTest, RefusalsArriveAsTheyWereMeant) {
  // The caller decides by code; nothing is retried and the connection stays.
  start();
  BlockingClient client(quick());
  const auto proxy = client.proxy(target());
  const auto refused = proxy->call<Response>("refuse", text("/x"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(refused.error().message, "File does not exist: /x");
  EXPECT_EQ(proxy->call<Response>("noSuch", text("")).error().code, ErrorCode::kRpcNoSuchMethod);
  EXPECT_EQ(server_->statistics().calls, 2u);
}

TEST_F(RpcClientTest, RefusedConnectionContextIsTheAnswerOfEveryCall) {
  // Impersonation is not allowed: the server's reason, not a lost connection, reaches the caller.
  start();
  BlockingClient client(quick());
  Target other = target();
  other.user = "bob";
  other.real_user = "gateway";
  const auto refused = client.proxy(other)->call<Response>("echo", text("x"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "User: gateway is not allowed to impersonate bob");
  EXPECT_EQ(refused.error().remote_class,
            "org.apache.hadoop.security.authorize.AuthorizationException");
}

TEST_F(RpcClientTest, SurvivesARestartOfTheServer) {
  // The server goes away between two calls and comes back on its port: the second call just works.
  start();
  BlockingClient client(quick());
  const auto proxy = client.proxy(target());
  EXPECT_EQ(shown(proxy->call<Response>("echo", text("before"))), "before");
  server_->stop();
  start();
  EXPECT_EQ(shown(proxy->call<Response>("echo", text("after"))), "after");
}

TEST_F(RpcClientTest, LostConnectionFailsWaitingCalls) {
  // Whether the call ran is unknown, and the caller has to know that.
  start();
  ClientOptions options = quick();
  options.retry.retries_lost_calls = false;
  BlockingClient client(options);
  const auto proxy = client.proxy(target());
  std::thread stopper([&] {
    EXPECT_TRUE(eventually([&] { return protocol_.parked == 1; }));
    server_->stop();
  });
  const auto lost = proxy->call<Response>("park", text("x"));
  stopper.join();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kEof);
  EXPECT_EQ(lost.error().message.find("asio"), std::string::npos) << lost.error().message;
}

TEST_F(RpcClientTest, NobodyListensAndNobodyIsThere) {
  // Told apart because users are told different things to do.
  start();
  const Target nobody = target();
  server_->stop();
  ClientOptions options = quick();
  options.retry.max_attempts = 2;
  BlockingClient client(options);
  const auto refused = client.proxy(nobody)->call<Response>("echo", text("x"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConnect);
  EXPECT_NE(refused.error().message.find("failed on connection exception: "
                                         "java.net.ConnectException: Connection refused"),
            std::string::npos);
  Target unknown = nobody;
  unknown.addresses = {{"no-such-host.invalid", 8020}};
  const auto lost = client.proxy(unknown)->call<Response>("echo", text("x"));
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kUnknownHost);
}

TEST_F(RpcClientTest, CallTimesOut) {
  // A server that hangs: the caller gets his thread back.
  start();
  ClientOptions options;
  options.rpc_timeout = milliseconds(20);
  options.retry.max_attempts = 1;
  BlockingClient client(options);
  const auto late = client.proxy(target())->call<Response>("park", text("x"));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::kSocketTimeout);
}

TEST_F(RpcClientTest, RepetitionKeepsTheCallIdAndCountsUp) {
  // The server is busy twice: the third attempt is recognisably the same call.
  std::atomic<int> busy{2};
  service_.set_gate([&](std::string_view, Call&) -> Result<void> {
    if (busy-- > 0) return Error{ErrorCode::kRetriable, "Server too busy"};
    return {};
  });
  start();
  BlockingClient client(quick());
  const auto proxy = client.proxy(target());
  EXPECT_EQ(shown(proxy->call<Response>("who", text(""))), "alice/@127.0.0.1  #0.2");
  EXPECT_EQ(shown(proxy->call<Response>("who", text(""))), "alice/@127.0.0.1  #1.0");
}

TEST_F(RpcClientTest, AtMostOnceCallSurvivesALostAnswer) {
  // The connection breaks after the method ran and before its answer left: the repetition gets the
  // recorded answer, and the method ran once.
  protocol_.hold_sequence = 1;
  start();
  BlockingClient client(quick());
  const auto proxy = client.proxy(target());
  std::thread restart([&] {
    EXPECT_TRUE(eventually([&] { return server_->statistics().calls_in_flight == 1; }));
    server_->stop();
    start();
    barrier_.advance(1);
  });
  EXPECT_EQ(shown(proxy->call<Response>("once", text("x"))), "x 1");
  restart.join();
  EXPECT_EQ(protocol_.runs, 1);
}

TEST_F(RpcClientTest, FailsOverToTheActiveServerAndStaysThere) {
  // The first address is gone, the second on standby, the third active.
  start();
  std::atomic<int> asked{0};
  Service standby(kTestProtocol, 1);
  standby.bind("echo", Retry::kIdempotent, protocol_, &EchoProtocol::echo);
  standby.set_gate([&](std::string_view, Call&) -> Result<void> {
    ++asked;
    return Error{ErrorCode::kStandby, "Operation category READ is not supported in state standby"};
  });
  Server second(pool_, {});
  second.add(standby);
  ASSERT_TRUE(second.start());
  Server gone(pool_, {});
  ASSERT_TRUE(gone.start());
  const std::uint16_t gone_port = gone.port();
  gone.stop();

  BlockingClient client(quick());
  Target three = target();
  three.addresses.insert(three.addresses.begin(),
                         {{"127.0.0.1", gone_port}, {"127.0.0.1", second.port()}});
  const auto proxy = client.proxy(three);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(shown(proxy->call<Response>("echo", text("x"))), "x");
  EXPECT_EQ(asked, 1);
}

TEST_F(RpcClientTest, StandbyWithoutAlternativeIsFinal) {
  // One address only: waiting would not help, and the user is told why.
  service_.set_gate([](std::string_view, Call&) -> Result<void> {
    return Error{ErrorCode::kStandby, "standby"};
  });
  start();
  BlockingClient client(quick());
  const auto refused = client.proxy(target())->call<Response>("echo", text("x"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kStandby);
  EXPECT_EQ(server_->statistics().calls, 1u);
}

TEST_F(RpcClientTest, IdleConnectionIsGivenUpAndComesBack) {
  // A client that is quiet for long holds no descriptor of the server; its next call is not
  // disturbed.
  start();
  ClientOptions options;
  options.max_idle = milliseconds(20);
  BlockingClient client(options);
  const auto proxy = client.proxy(target());
  EXPECT_EQ(shown(proxy->call<Response>("echo", text("a"))), "a");
  EXPECT_TRUE(eventually([&] { return server_->statistics().open_connections == 0; }));
  EXPECT_EQ(shown(proxy->call<Response>("echo", text("b"))), "b");
}

TEST_F(RpcClientTest, LargeMessagesPass) {
  // A block report of 20 MB up, a listing of 20 MB down.
  start();
  BlockingClient client;
  const auto proxy = client.proxy(target());
  const std::string large(20 << 20, 'x');
  EXPECT_EQ(shown(proxy->call<Response>("echo", text(large))), large);
  EXPECT_EQ(shown(proxy->call<Response>("echo", text("small"))), "small");
}

}  // namespace
}  // namespace mammoth::rpc
