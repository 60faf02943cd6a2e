// Answers that wait for the disk.
#include <gtest/gtest.h>

#include "tests/unit/common/rpc/rpc_fixture.h"

namespace mammoth::rpc {
namespace {

TEST_F(RpcServerTest, AnswerWaitsForItsSequence) {
  // A create is answered only when it is durable; a read behind it is answered at once.
  start();
  RawPeer peer(port());
  peer.hello();
  peer.call("hold", "5", 1);
  peer.call("echo", "fast", 2);
  EXPECT_EQ(peer.receive()->call_id(), 2);
  EXPECT_EQ(server_->statistics().calls_in_flight, 1u);
  barrier_.advance(4);
  peer.call("echo", "still waiting", 3);
  EXPECT_EQ(peer.receive()->call_id(), 3);
  barrier_.advance(5);
  EXPECT_EQ(peer.receive()->call_id(), 1);
  EXPECT_EQ(server_->statistics().calls_in_flight, 0u);
}

TEST_F(RpcServerTest, AnswersThatAreDurableAlreadyDoNotWait) {
  // The store was faster than the handler.
  barrier_.advance(10);
  start();
  RawPeer peer(port());
  peer.hello();
  peer.call("hold", "10", 1);
  EXPECT_EQ(peer.receive()->text, "10");
}

TEST_F(RpcServerTest, OneCommitReleasesManyConnections) {
  // Group commit: forty calls on eight connections, and one advance for the lower half of them.
  start();
  std::vector<std::unique_ptr<RawPeer>> peers;
  for (int i = 0; i < 8; ++i) {
    peers.push_back(std::make_unique<RawPeer>(port()));
    peers[i]->hello();
    for (int sequence = 1; sequence <= 5; ++sequence)
      peers[i]->call("hold", std::to_string(sequence), sequence);
  }
  ASSERT_TRUE(eventually([&] { return server_->statistics().calls_in_flight == 40; }));
  barrier_.advance(3);
  for (const auto& peer : peers)
    for (int sequence = 1; sequence <= 3; ++sequence)
      EXPECT_EQ(peer->receive()->call_id(), sequence);
  EXPECT_EQ(server_->statistics().calls_in_flight, 16u);
  barrier_.advance(5);
  for (const auto& peer : peers)
    for (int sequence = 4; sequence <= 5; ++sequence)
      EXPECT_EQ(peer->receive()->call_id(), sequence);
}

TEST_F(RpcServerTest, NoAnswerIsLostWhileTheBarrierRaces) {
  // The committer advances while answers are being queued: each must leave in the end.
  start();
  std::atomic<std::uint64_t> asked{0};
  std::atomic<bool> done{false};
  std::thread committer([&] {
    while (!done) barrier_.advance(asked);
  });
  RawPeer peer(port());
  peer.hello();
  for (int i = 1; i <= 3000; ++i) {
    peer.call("hold", std::to_string(i), i);
    asked = i;
    ASSERT_EQ(peer.receive()->call_id(), i);
  }
  done = true;
  committer.join();
}

TEST_F(RpcServerTest, RepeatedCallWaitsForTheFirstOnesSequence) {
  // The repetition must not be answered before what it reports is durable.
  protocol_.hold_sequence = 7;
  start();
  RawPeer first(port());
  RawPeer second(port());
  first.hello();
  second.hello();
  first.call("once", "x", 1);
  ASSERT_TRUE(eventually([&] { return server_->statistics().calls_in_flight == 1; }));
  second.call("once", "x", 1, 1);
  ASSERT_TRUE(eventually([&] { return server_->statistics().calls_in_flight == 2; }));
  barrier_.advance(7);
  EXPECT_EQ(first.receive()->text, "x 1");
  EXPECT_EQ(second.receive()->text, "x 1");
  EXPECT_EQ(protocol_.runs, 1);
}

TEST_F(RpcServerTest, BrokenStoreClosesConnectionsThatWait) {
  // What cannot become durable is never acknowledged; the client finds out by the lost connection.
  start();
  RawPeer waiting(port());
  RawPeer reading(port());
  waiting.hello();
  reading.hello();
  waiting.call("hold", "5", 1);
  ASSERT_TRUE(eventually([&] { return server_->statistics().calls_in_flight == 1; }));
  barrier_.fail();
  EXPECT_FALSE(waiting.receive());
  reading.call("hold", "6", 1);
  EXPECT_FALSE(reading.receive());

  // Nor does one that has nothing to wait for: the call may be a repeated one, and rest upon a change
  // that was never made durable.
  RawPeer repeating(port());
  repeating.hello();
  repeating.call("hold", "0", 1);
  EXPECT_FALSE(repeating.receive());
}

TEST_F(RpcServerTest, HeldCallsPerConnectionAreBounded) {
  // A client that sends creates faster than the disk: no more than the bound is taken in, and all
  // are answered in the end.
  options_.max_in_flight_per_connection = 10;
  start();
  RawPeer peer(port());
  peer.hello();
  for (int i = 1; i <= 100; ++i) peer.call("hold", std::to_string(i), i);
  ASSERT_TRUE(eventually([&] { return server_->statistics().calls_in_flight == 10; }));
  for (int i = 1; i <= 100; ++i) {
    EXPECT_LE(server_->statistics().calls_in_flight, 10u);
    barrier_.advance(i);
    ASSERT_EQ(peer.receive()->call_id(), i);
  }
}

TEST_F(RpcServerTest, ServerOverItsBoundIsBusy) {
  // Too many calls wait in the whole server: others are told to come back, which Hadoop's clients
  // do.
  options_.max_in_flight = 2;
  start();
  RawPeer peer(port());
  peer.hello();
  peer.call("hold", "1", 1);
  peer.call("hold", "2", 2);
  peer.call("echo", "x", 3);
  const auto busy = peer.receive();
  EXPECT_EQ(busy->call_id(), 3);
  EXPECT_EQ(busy->header.exceptionclassname(), "org.apache.hadoop.ipc.RetriableException");
  EXPECT_EQ(busy->header.errormsg(), "Server too busy");
  EXPECT_EQ(server_->statistics().refused_busy, 1u);
  barrier_.advance(2);
  EXPECT_EQ(peer.receive()->call_id(), 1);
  EXPECT_EQ(peer.receive()->call_id(), 2);
  peer.call("echo", "x", 4);
  EXPECT_EQ(peer.receive()->text, "x");
}

}  // namespace
}  // namespace mammoth::rpc
