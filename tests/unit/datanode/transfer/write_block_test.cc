// WRITE_BLOCK over real sockets: alone, through a pipeline of two, and what becomes of a pipeline
// that breaks.
#include <boost/asio/ip/tcp.hpp>
#include <thread>

#include "tests/unit/datanode/transfer/transfer_fixture.h"

namespace mammoth::datanode {
namespace {

using WriteBlockTest = TransferFixture;

TEST_F(WriteBlockTest, AReplicaIsThereWhenTheLastPacketIsAcknowledged) {
  TransferClient client(here_->port());
  client.ask(Opcode::kWriteBlock, write_op(block(1)));
  EXPECT_EQ(client.response().status(), pb::SUCCESS);
  client.send(0, 0, pattern(0, 1024));
  client.send(1, 1024, pattern(1024, 476));
  client.send(2, 1500, "");
  for (std::int64_t seqno = 0; seqno < 3; ++seqno)
    EXPECT_EQ(client.ack(),
              (PipelineAck{.seqno = seqno, .replies = {{.status = Status::SUCCESS}}}));
  EXPECT_EQ(state(*store_, 1), ReplicaState::kFinalized);
  EXPECT_EQ(read(block(1, 1001, 1500)), pattern(0, 1500));
  EXPECT_TRUE(client.is_closed());
}

TEST_F(WriteBlockTest, TheLastNodeRefusesWhatDoesNotFitItsChecksum) {
  TransferClient client(here_->port());
  client.ask(Opcode::kWriteBlock, write_op(block(1)));
  client.response();
  client.send(0, 0, pattern(0, 512));
  EXPECT_TRUE(client.ack().is_success());
  client.send(1, 512, pattern(512, 512), /*is_spoilt=*/true);
  EXPECT_EQ(client.ack().replies.at(0).status, Status::ERROR_CHECKSUM);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(state(*store_, 1), ReplicaState::kRbw);
  EXPECT_EQ(contents(path(*store_->find(BlockId{1}))), pattern(0, 512));
}

TEST_F(WriteBlockTest, PacketsGoThroughAndAcksComeBack) {
  auto request = write_op(block(1));
  *request.add_targets() = there_->info();
  TransferClient client(here_->port());
  client.ask(Opcode::kWriteBlock, request);
  const auto response = client.response();
  EXPECT_EQ(response.status(), pb::SUCCESS);
  EXPECT_EQ(response.firstbadlink(), "");
  client.send(0, 0, pattern(0, 3000));
  client.send(1, 3000, "");
  for (std::int64_t seqno = 0; seqno < 2; ++seqno) {
    const auto ack = client.ack();
    EXPECT_EQ(ack.seqno, seqno);
    EXPECT_EQ(ack.replies.size(), 2u);
    EXPECT_TRUE(ack.is_success());
  }
  EXPECT_EQ(state(*store_, 1), ReplicaState::kFinalized);
  EXPECT_EQ(state(*other_store_, 1), ReplicaState::kFinalized);
  EXPECT_EQ(read(block(1, 1001, 3000)), pattern(0, 3000));
}

// Only the last node of a pipeline verifies; the one before it hangs up rather than vouch for the
// data.
TEST_F(WriteBlockTest, AChecksumErrorFurtherDownEndsThePipeline) {
  auto request = write_op(block(1));
  *request.add_targets() = there_->info();
  TransferClient client(here_->port());
  client.ask(Opcode::kWriteBlock, request);
  client.response();
  client.send(0, 0, pattern(0, 512), /*is_spoilt=*/true);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(state(*store_, 1), ReplicaState::kRbw);
  EXPECT_EQ(state(*other_store_, 1), ReplicaState::kRbw);
}

TEST_F(WriteBlockTest, AMirrorThatCannotBeReachedIsNamed) {
  std::uint16_t nobody = 0;
  {
    asio::io_context io;
    asio::ip::tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
    nobody = acceptor.local_endpoint().port();
  }
  auto request = write_op(block(1));
  *request.add_targets() = Served::info_of(nobody);
  TransferClient client(here_->port());
  client.ask(Opcode::kWriteBlock, request);
  const auto response = client.response();
  EXPECT_EQ(response.status(), pb::ERROR);
  EXPECT_EQ(response.firstbadlink(), "127.0.0.1:" + std::to_string(nobody));
  EXPECT_TRUE(client.is_closed());
}

// A mirror that says yes to the operation and goes away after the first packet.
TEST_F(WriteBlockTest, AMirrorThatFailsIsReportedOutOfBand) {
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  const auto port = acceptor.local_endpoint().port();
  std::jthread mirror([&] {
    transfer::PacketStream stream(acceptor.accept());
    const auto serve = [](transfer::PacketStream& upstream) -> Task<> {
      co_await upstream.read_op();
      pb::BlockOpResponseProto yes;
      yes.set_status(pb::SUCCESS);
      yes.set_firstbadlink("");
      co_await upstream.write_delimited(yes);
      co_await upstream.read_packet();
    };
    std::exception_ptr failure;
    asio::co_spawn(io, serve(stream), [&](std::exception_ptr error) { failure = error; });
    io.run();
    EXPECT_FALSE(failure);
  });

  auto request = write_op(block(1));
  *request.add_targets() = Served::info_of(port);
  TransferClient client(here_->port());
  client.ask(Opcode::kWriteBlock, request);
  EXPECT_EQ(client.response().status(), pb::SUCCESS);
  client.send(0, 0, pattern(0, 512));
  const auto ack = client.ack();
  EXPECT_EQ(ack.seqno, transfer::kOutOfBandSeqno);
  ASSERT_EQ(ack.replies.size(), 2u);
  EXPECT_EQ(ack.replies[0].status, Status::SUCCESS);
  EXPECT_EQ(ack.replies[1].status, Status::ERROR);
  EXPECT_EQ(state(*store_, 1), ReplicaState::kRbw);
}

TEST_F(WriteBlockTest, ABlockThatIsThereAlreadyIsNotWrittenAgain) {
  make_finalized(1, 1000);
  TransferClient client(here_->port());
  client.ask(Opcode::kWriteBlock, write_op(block(1)));
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(read(block(1, 1001, 1000)), pattern(0, 1000));
}

TEST_F(WriteBlockTest, OfAWriterThatVanishesTheReplicaStays) {
  {
    TransferClient client(here_->port());
    client.ask(Opcode::kWriteBlock, write_op(block(1)));
    client.response();
    client.send(0, 0, pattern(0, 700));
    EXPECT_TRUE(client.ack().is_success());
  }
  EXPECT_EQ(state(*store_, 1), ReplicaState::kRbw);
  EXPECT_EQ(read(block(1, 1001, 700)), pattern(0, 700));
}

TEST_F(WriteBlockTest, AnotherPoolIsNotServed) {
  auto request = write_op(block(1));
  request.mutable_header()->mutable_baseheader()->mutable_block()->set_poolid("../BP-2");
  TransferClient client(here_->port());
  client.ask(Opcode::kWriteBlock, request);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(state(*store_, 1), std::nullopt);
}

}  // namespace
}  // namespace mammoth::datanode
