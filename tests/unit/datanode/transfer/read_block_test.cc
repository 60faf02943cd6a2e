// READ_BLOCK, BLOCK_CHECKSUM and TRANSFER_BLOCK over real sockets.
#include "common/io/md5.h"
#include "tests/unit/datanode/transfer/transfer_fixture.h"

namespace mammoth::datanode {
namespace {

class ReadBlockTest : public TransferFixture {
 protected:
  static pb::OpReadBlockProto read_op(const Block& block, std::uint64_t offset,
                                      std::uint64_t length) {
    pb::OpReadBlockProto request;
    *request.mutable_header() = client_header(block);
    request.set_offset(offset);
    request.set_len(length);
    return request;
  }

  struct Received {
    std::string data;
    bool is_sound = true;
  };
  // The packets up to the last, empty one.
  static Received receive(TransferClient& client) {
    Received received;
    for (;;) {
      const auto packet = client.run(client.stream().read_packet());
      if (packet.header.last_packet_in_block) return received;
      received.data += as_text(packet.data);
      if (DataChecksum().verify(packet.data, packet.checksums)) received.is_sound = false;
    }
  }
  static void say(TransferClient& client, Status verdict) {
    pb::ClientReadStatusProto status;
    status.set_status(verdict);
    client.run(client.stream().write_delimited(status));
  }
};

TEST_F(ReadBlockTest, ARangeBeginsAndEndsWithAChunkAndTheConnectionIsUsedAgain) {
  make_finalized(1, 2000);
  TransferClient client(here_->port());
  client.ask(Opcode::kReadBlock, read_op(block(1, 1001, 2000), 700, 400));
  const auto response = client.response();
  EXPECT_EQ(response.status(), pb::SUCCESS);
  EXPECT_EQ(response.readopchecksuminfo().chunkoffset(), 512u);
  const auto part = receive(client);
  EXPECT_EQ(part.data, pattern(512, 1024));
  EXPECT_TRUE(part.is_sound);
  say(client, Status::SUCCESS);

  client.ask(Opcode::kReadBlock, read_op(block(1, 1001, 2000), 0, 2000));
  EXPECT_EQ(client.response().status(), pb::SUCCESS);
  EXPECT_EQ(receive(client).data, pattern(0, 2000));
}

// A datanode sends what its disk has, with the checksums it was given; the reader notices.
TEST_F(ReadBlockTest, WhatTheDiskHasSpoiltDoesNotFitItsChecksum) {
  const auto replica = make_finalized(1, 2000);
  disk_.open(path(replica), OpenMode::kReadWrite)->write_at(600, as_byte_view("?"));
  TransferClient client(here_->port());
  client.ask(Opcode::kReadBlock, read_op(block(1, 1001, 2000), 0, 2000));
  EXPECT_EQ(client.response().status(), pb::SUCCESS);
  const auto received = receive(client);
  EXPECT_EQ(received.data.size(), 2000u);
  EXPECT_FALSE(received.is_sound);
  say(client, Status::ERROR_CHECKSUM);
}

TEST_F(ReadBlockTest, WhatIsNotThereIsRefusedWithAReason) {
  make_finalized(1, 2000);
  for (const auto& request : {read_op(block(2), 0, 1), read_op(block(1, 1002, 2000), 0, 1),
                              read_op(block(1, 1001, 2000), 2001, 1),
                              read_op(block(1, 1001, 2000), ~std::uint64_t{0}, 2)}) {
    TransferClient client(here_->port());
    client.ask(Opcode::kReadBlock, request);
    const auto response = client.response();
    EXPECT_EQ(response.status(), pb::ERROR);
    EXPECT_NE(response.message(), "");
    EXPECT_TRUE(client.is_closed());
  }
}

TEST_F(ReadBlockTest, TheChecksumOfABlockIsThatOfItsChecksums) {
  make_finalized(1, 2000);
  pb::OpBlockChecksumProto request;
  *request.mutable_header() = header(block(1, 1001, 2000));
  TransferClient client(here_->port());
  client.ask(Opcode::kBlockChecksum, request);
  const auto response = client.response();
  EXPECT_EQ(response.status(), pb::SUCCESS);
  EXPECT_EQ(response.checksumresponse().bytespercrc(), kChunk);
  EXPECT_EQ(response.checksumresponse().crcperblock(), 4u);
  const auto expected = md5(as_byte_view(checksums_of(pattern(0, 2000))));
  EXPECT_EQ(response.checksumresponse().blockchecksum(), as_text(expected));
}

TEST_F(ReadBlockTest, TheChecksumOfAPartIsThatOfItsData) {
  make_finalized(1, 2000);
  pb::OpBlockChecksumProto request;
  *request.mutable_header() = header(block(1, 1001, 700));  // ends within a chunk
  TransferClient client(here_->port());
  client.ask(Opcode::kBlockChecksum, request);
  const auto expected = md5(as_byte_view(checksums_of(pattern(0, 700))));
  EXPECT_EQ(client.response().checksumresponse().blockchecksum(), as_text(expected));
}

TEST_F(ReadBlockTest, AReplicaIsTransferredToAnotherNode) {
  make_finalized(1, 5000);
  pb::OpTransferBlockProto request;
  *request.mutable_header() = client_header(block(1, 1001, 5000));
  *request.add_targets() = there_->info();
  request.add_targetstoragetypes(pb::DISK);
  TransferClient client(here_->port());
  client.ask(Opcode::kTransferBlock, request);
  EXPECT_EQ(client.response().status(), pb::SUCCESS);
  const auto copy = other_store_->find(BlockId{1});
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->state, ReplicaState::kFinalized);
  EXPECT_EQ(
      read_file(other_disk_, other_store_->volumes().at(copy->volume)->block_file(*copy), 1 << 20),
      pattern(0, 5000));
}

// The receiver verifies: a spoilt replica does not spread.
TEST_F(ReadBlockTest, ASpoiltReplicaIsNotTransferred) {
  const auto replica = make_finalized(1, 5000);
  disk_.open(path(replica), OpenMode::kReadWrite)->write_at(600, as_byte_view("?"));
  pb::OpTransferBlockProto request;
  *request.mutable_header() = client_header(block(1, 1001, 5000));
  *request.add_targets() = there_->info();
  TransferClient client(here_->port());
  client.ask(Opcode::kTransferBlock, request);
  EXPECT_TRUE(client.is_closed());
  EXPECT_NE(state(*other_store_, 1), ReplicaState::kFinalized);
}

}  // namespace
}  // namespace mammoth::datanode
