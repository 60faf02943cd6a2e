#include "common/rpc/server.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/unit/common/rpc/rpc_fixture.h"

namespace mammoth::rpc {
namespace {

using Header = RpcResponseHeaderProto;

TEST_F(RpcServerTest, HandlerSeesWhoCallsAndHow) {
  // Everything a handler may ask about its call comes from headers and socket.
  start();
  RawPeer peer(port());
  peer.hello();
  peer.call("who", "", 7, 2);
  const auto answer = peer.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->text, "alice/@127.0.0.1 CLI #7.2");
  EXPECT_EQ(answer->call_id(), 7);
  EXPECT_EQ(answer->header.retrycount(), 2);
  EXPECT_EQ(answer->header.clientid(), peer.context().client_id);
  EXPECT_EQ(answer->header.serveripcversionnum(), 9u);
}

TEST_F(RpcServerTest, PipelinedCallsAreAllAnsweredInOrder) {
  // A thousand calls in a few segments: every one is answered, synchronous ones in their order.
  start();
  RawPeer peer(port());
  peer.hello();
  for (int i = 0; i < 1000; ++i) peer.call("echo", std::to_string(i), i);
  for (int i = 0; i < 1000; ++i) {
    const auto answer = peer.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->call_id(), i);
    EXPECT_EQ(answer->text, std::to_string(i));
  }
}

TEST_F(RpcServerTest, FramesMayArriveByteByByte) {
  // A slow network cuts frames at any place.
  start();
  RawPeer peer(port());
  ByteBuffer out;
  ClientHandshake(peer.context(), {"alice"}, nullptr).begin(out);
  append_call(out, peer.context(), {"echo", text_request("slowly"), 1, 0});
  for (const char byte : out.readable()) ASSERT_TRUE(peer.send({&byte, 1}));
  EXPECT_EQ(peer.receive()->text, "slowly");
}

TEST_F(RpcServerTest, AsynchronousAnswersOvertake) {
  // A parked call does not keep back the ones behind it.
  start();
  RawPeer peer(port());
  peer.hello();
  peer.call("park", "parked", 1);
  peer.call("echo", "fast", 2);
  const auto first = peer.receive();
  EXPECT_EQ(first->call_id(), 2);
  protocol_.released = true;
  const auto second = peer.receive();
  EXPECT_EQ(second->call_id(), 1);
  EXPECT_EQ(second->text, "parked for alice");
}

struct Refusal {
  std::string method;
  std::string java_class;
  std::string message;
  Header::RpcErrorCodeProto detail;
};

TEST_F(RpcServerTest, RefusalsHaveTheirJavaClassAndKeepTheConnection) {
  // Clients decide by class name and detail; the next call must still work.
  start();
  RawPeer peer(port());
  peer.hello();
  const Refusal refusals[] = {
      {"refuse", "java.io.FileNotFoundException", "File does not exist: x",
       Header::ERROR_APPLICATION},
      {"breakDown", "java.io.IOException", "broken x", Header::ERROR_APPLICATION},
      {"parkAndBreak", "java.io.IOException", "broken later", Header::ERROR_APPLICATION},
      {"later", "java.lang.UnsupportedOperationException",
       "Method later is not supported by this server", Header::ERROR_APPLICATION},
      {"noSuch", "org.apache.hadoop.ipc.RpcNoSuchMethodException",
       "Unknown method noSuch called on org.apache.hadoop.test.EchoProtocol protocol.",
       Header::ERROR_NO_SUCH_METHOD},
  };
  for (const Refusal& refusal : refusals) {
    peer.call(refusal.method, "x", 5);
    const auto answer = peer.receive();
    ASSERT_TRUE(answer) << refusal.method;
    EXPECT_EQ(answer->header.status(), Header::ERROR) << refusal.method;
    EXPECT_EQ(answer->header.exceptionclassname(), refusal.java_class);
    EXPECT_EQ(answer->header.errormsg(), refusal.message);
    EXPECT_EQ(answer->header.errordetail(), refusal.detail);
    EXPECT_EQ(answer->call_id(), 5);
  }
  peer.call("echo", "still here", 6);
  EXPECT_EQ(peer.receive()->text, "still here");
}

TEST_F(RpcServerTest, ProtocolAndVersionMustBeServed) {
  // A client of another service, and one of another version, learn it by class.
  start();
  RawPeer peer(port());
  peer.hello();
  peer.context().version = 2;
  peer.call("echo", "x", 1);
  auto answer = peer.receive();
  EXPECT_EQ(answer->header.exceptionclassname(), "org.apache.hadoop.ipc.RPC$VersionMismatch");
  EXPECT_EQ(
      answer->header.errormsg(),
      "Protocol org.apache.hadoop.test.EchoProtocol version mismatch. (client = 2, server = 1)");
  peer.context().protocol = "a.b.C";
  peer.call("echo", "x", 2);
  answer = peer.receive();
  EXPECT_EQ(answer->header.exceptionclassname(),
            "org.apache.hadoop.ipc.RpcNoSuchProtocolException");
  EXPECT_EQ(answer->header.errormsg(), "Unknown protocol: a.b.C");
  EXPECT_EQ(answer->header.errordetail(), Header::ERROR_NO_SUCH_PROTOCOL);
}

TEST_F(RpcServerTest, GateStandsBeforeEveryHandler) {
  // A standby NameNode refuses before anything runs.
  service_.set_gate([](std::string_view method, Call&) -> Result<void> {
    if (method == "echo") return {};
    return Error{ErrorCode::kStandby, "Operation category WRITE is not supported"};
  });
  start();
  RawPeer peer(port());
  peer.hello();
  peer.call("once", "x", 1);
  EXPECT_EQ(peer.receive()->header.exceptionclassname(), "org.apache.hadoop.ipc.StandbyException");
  EXPECT_EQ(protocol_.runs, 0);
  peer.call("park", "x", 2);
  EXPECT_EQ(peer.receive()->header.exceptionclassname(), "org.apache.hadoop.ipc.StandbyException");
  EXPECT_EQ(protocol_.parked, 0);
  peer.call("echo", "open", 3);
  EXPECT_EQ(peer.receive()->text, "open");
}

TEST_F(RpcServerTest, RepeatedCallIsAnsweredWithoutRunningAgain) {
  // The first answer is lost with its connection; the client asks again on another one.
  start();
  {
    RawPeer first(port());
    first.hello();
    first.call("once", "x", 1);
    EXPECT_EQ(first.receive()->text, "x 1");
  }
  RawPeer second(port());
  second.hello();
  second.call("once", "x", 1, 1);
  EXPECT_EQ(second.receive()->text, "x 1");
  EXPECT_EQ(protocol_.runs, 1);
  second.call("once", "x", 2);
  EXPECT_EQ(second.receive()->text, "x 2");
}

TEST_F(RpcServerTest, RefusedCallRunsAgain) {
  // In safe mode a create is refused; when the client repeats it later it must run.
  protocol_.failures = 1;
  start();
  RawPeer peer(port());
  peer.hello();
  peer.call("once", "x", 1);
  EXPECT_EQ(peer.receive()->header.status(), Header::ERROR);
  peer.call("once", "x", 1, 1);
  EXPECT_EQ(peer.receive()->text, "x 2");
}

TEST_F(RpcServerTest, StopEndsParkedCallsAndConnections) {
  // Shutdown does not wait for calls that may never end.
  start();
  RawPeer peer(port());
  peer.hello();
  peer.call("park", "x", 1);
  ASSERT_TRUE(eventually([&] { return protocol_.parked == 1; }));
  server_->stop();
  EXPECT_FALSE(peer.receive());
  EXPECT_EQ(server_->statistics().open_connections, 0u);
  EXPECT_EQ(server_->statistics().calls_in_flight, 0u);
}

TEST_F(RpcServerTest, StatisticsCount) {
  // What a status page shows must add up.
  start();
  RawPeer peer(port());
  peer.hello();
  for (int i = 0; i < 3; ++i) peer.call("echo", "x", i);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(peer.receive());
  EXPECT_EQ(server_->statistics().calls, 3u);
  EXPECT_EQ(server_->statistics().open_connections, 1u);
  EXPECT_GT(server_->statistics().received_bytes, 3u * 60);
  EXPECT_TRUE(eventually([&] { return server_->statistics().sent_bytes == 3u * 35; }));
}

}  // namespace
}  // namespace mammoth::rpc
