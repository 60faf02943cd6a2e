// Peers that are mistaken, slow or malicious.
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/common/rpc/rpc_fixture.h"

namespace mammoth::rpc {
namespace {

using namespace std::string_literals;

TEST_F(RpcServerTest, BrowserIsToldWhereItIs) {
  // The most common mistake: http://namenode:8020.
  start();
  RawPeer peer(port());
  peer.send("GET / HTTP/1.1\r\nHost: namenode\r\n\r\n");
  EXPECT_TRUE(peer.drain().starts_with("HTTP/1.1 404 Not Found\r\n"));
}

TEST_F(RpcServerTest, CallBeforeTheContextIsFatal) {
  // Nobody is served before he has said who he is.
  start();
  RawPeer peer(port());
  peer.send("hrpc\x09\0\0"s);
  peer.call("echo", "x", 1);
  const auto answer = peer.receive();
  EXPECT_EQ(answer->header.status(), RpcResponseHeaderProto::FATAL);
  EXPECT_EQ(answer->header.errormsg(), "Connection context not established");
  EXPECT_FALSE(peer.receive());
}

TEST_F(RpcServerTest, FramesBeyondTheLimitCloseTheConnection) {
  // A length of 2 GiB must not be believed, let alone allocated; the limit itself still passes.
  options_.max_frame_bytes = 1000;
  start();
  for (const std::string& length : {"\x7f\xff\xff\xff"s, "\xff\xff\xff\xff"s, "\0\0\3\xe9"s}) {
    RawPeer peer(port());
    peer.hello();
    peer.send(length);
    EXPECT_EQ(peer.drain(), "");
  }
  RawPeer peer(port());
  peer.hello();
  peer.call("echo", std::string(800, 'x'), 1);
  EXPECT_EQ(peer.receive()->text.size(), 800u);
}

TEST_F(RpcServerTest, MalformedCallsAreRefusedOrFatal) {
  // Headers that do not parse end the connection; a request that does not parse is only refused.
  start();
  {
    RawPeer peer(port());
    peer.hello();
    peer.send("\0\0\0\5\xff\xff\xff\xff\xff"s);
    const auto answer = peer.receive();
    EXPECT_EQ(answer->header.status(), RpcResponseHeaderProto::FATAL);
    EXPECT_EQ(answer->header.errordetail(), RpcResponseHeaderProto::FATAL_DESERIALIZING_REQUEST);
  }
  RawPeer peer(port());
  peer.hello();
  ByteBuffer out;
  append_call(out, peer.context(), {"echo", "\xff\xff\xff", 3, 0});
  peer.send(out.readable());
  const auto answer = peer.receive();
  EXPECT_EQ(answer->header.status(), RpcResponseHeaderProto::ERROR);
  EXPECT_EQ(answer->call_id(), 3);
  peer.call("echo", "alive", 4);
  EXPECT_EQ(peer.receive()->text, "alive");
}

TEST_F(RpcServerTest, GarbageNeverBreaksTheServer) {
  // Seeded noise in three forms: raw, behind a proper hello, and as bit flips in a proper call.
  start();
  std::mt19937 random(20261122);
  const auto noise = [&](std::size_t bytes) {
    std::string text(bytes, '\0');
    for (char& c : text) c = static_cast<char>(random());
    return text;
  };
  for (int i = 0; i < 300; ++i) {
    RawPeer peer(port());
    if (i % 3 == 0) {
      peer.send(noise(1 + random() % 300));
      continue;
    }
    peer.hello();
    ByteBuffer out;
    append_call(out, peer.context(), {"echo", text_request("hello"), 1, 0});
    std::string call(out.readable());
    if (i % 3 == 1)
      call = call.substr(0, kLengthBytes) + noise(call.size() - kLengthBytes);
    else
      call[kLengthBytes + random() % (call.size() - kLengthBytes)] ^=
          static_cast<char>(1 << random() % 8);
    peer.send(call);
    peer.send(call);
  }
  RawPeer peer(port());
  peer.hello();
  peer.call("echo", "unharmed", 1);
  EXPECT_EQ(peer.receive()->text, "unharmed");
}

TEST_F(RpcServerTest, ReaderThatDoesNotReadIsNotServedFurther) {
  // Answers pile up because the client does not fetch them: the server stops taking calls, and goes
  // on when the client reads. Every answer arrives.
  options_.max_pending_bytes_per_connection = 100'000;
  start();
  RawPeer peer(port());
  peer.hello();
  constexpr int kCalls = 400;
  std::thread sender([&] {
    for (int i = 0; i < kCalls; ++i) peer.call("big", "100000", i);
  });
  ASSERT_TRUE(eventually([&] { return server_->statistics().calls > 0; }));
  std::uint64_t before = 0;
  ASSERT_TRUE(eventually([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return std::exchange(before, server_->statistics().calls) == server_->statistics().calls;
  }));
  EXPECT_LT(server_->statistics().calls, static_cast<std::uint64_t>(kCalls));
  for (int i = 0; i < kCalls; ++i) {
    const auto answer = peer.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->call_id(), i);
    EXPECT_EQ(answer->text.size(), 100'000u);
  }
  sender.join();
}

TEST_F(RpcServerTest, AsynchronousCallsPerConnectionAreBounded) {
  // A client that parks calls without end gets only so many running.
  options_.max_in_flight_per_connection = 3;
  start();
  RawPeer peer(port());
  peer.hello();
  for (int i = 0; i < 10; ++i) peer.call("park", "x", i);
  ASSERT_TRUE(eventually([&] { return protocol_.parked == 3; }));
  protocol_.released = true;
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(peer.receive());
  EXPECT_EQ(protocol_.parked, 10);
}

TEST_F(RpcServerTest, ConnectionsBeyondTheBoundAreDropped) {
  // Descriptors are finite; who is in stays in.
  options_.max_connections = 2;
  start();
  RawPeer first(port());
  RawPeer second(port());
  first.hello();
  second.hello();
  first.call("echo", "a", 1);
  second.call("echo", "b", 1);
  EXPECT_EQ(first.receive()->text, "a");
  EXPECT_EQ(second.receive()->text, "b");
  RawPeer third(port());
  third.hello();
  EXPECT_FALSE(third.receive());
  first.call("echo", "still in", 2);
  EXPECT_EQ(first.receive()->text, "still in");
}

TEST_F(RpcServerTest, SilentPeersAreClosedAndWaitingOnesAreNot) {
  // One says nothing, one is idle after a call, one waits for a parked call: only the last stays.
  options_.client_max_idle = std::chrono::milliseconds(100);
  options_.idle_threshold = 0;
  start();
  RawPeer silent(port());
  RawPeer idle(port());
  RawPeer waiting(port());
  idle.hello();
  idle.call("echo", "x", 1);
  EXPECT_TRUE(idle.receive());
  waiting.hello();
  waiting.call("park", "x", 1);
  EXPECT_EQ(silent.drain(), "");
  EXPECT_FALSE(idle.receive());
  EXPECT_TRUE(eventually([&] { return server_->statistics().open_connections == 1; }));
  protocol_.released = true;
  EXPECT_EQ(waiting.receive()->text, "x for alice");
}

TEST_F(RpcServerTest, PingsAreSwallowed) {
  // A client that waits long sends pings, which are not answered.
  start();
  RawPeer peer(port());
  peer.hello();
  ByteBuffer out;
  append_control(out, kPingCallId, peer.context(), nullptr);
  peer.send(out.readable());
  peer.call("echo", "after the ping", 1);
  EXPECT_EQ(peer.receive()->text, "after the ping");
}

}  // namespace
}  // namespace mammoth::rpc
