#include "common/transfer/packet_stream.h"

#include <gtest/gtest.h>

#include <boost/asio.hpp>
#include <cstdio>
#include <random>

#include "common/async/deadline.h"
#include "common/protocol/transfer/op.pb.h"

namespace mammoth::transfer {
namespace {

using asio::ip::tcp;
using ::hadoop::hdfs::ClientReadStatusProto;

// Two ends of a connection over loopback, and a way to run two coroutines on them.
class PacketStreamTest : public testing::Test {
 protected:
  PacketStreamTest() { connect(1024); }

  void connect(std::size_t buffer_bytes) {
    tcp::acceptor acceptor(io_, {asio::ip::address_v4::loopback(), 0});
    tcp::socket client(io_);
    client.connect(acceptor.local_endpoint());
    server_ = std::make_unique<PacketStream>(acceptor.accept(), buffer_bytes);
    client_ = std::make_unique<PacketStream>(std::move(client), buffer_bytes);
  }

  // Rethrows the first failure.
  void run(Task<> a, Task<> b) {
    std::exception_ptr failure;
    asio::co_spawn(io_, both(std::move(a), std::move(b)),
                   [&](std::exception_ptr error) { failure = error; });
    io_.run();
    io_.restart();
    if (failure) std::rethrow_exception(failure);
  }
  // The client sends raw bytes and closes.
  Task<> send_and_close(std::string bytes) {
    co_await client_->write(as_byte_view(bytes));
    client_->socket().close();
  }

  asio::io_context io_{1};
  std::unique_ptr<PacketStream> server_;
  std::unique_ptr<PacketStream> client_;
};

std::string random_text(std::mt19937_64& dice, std::size_t size) {
  std::string text(size, '\0');
  for (auto& c : text) c = static_cast<char>(dice());
  return text;
}

Task<> write_packets(PacketStream& stream, const std::vector<std::string>& packets) {
  const DataChecksum checksum;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    PacketBuilder builder(checksum, packets[i].size());
    builder.start(static_cast<std::int64_t>(i), 0);
    builder.append(as_byte_view(packets[i]));
    const auto frame = builder.finish({.last_packet_in_block = i + 1 == packets.size()});
    co_await stream.write(frame);
  }
}

Task<> expect_packets(PacketStream& stream, const std::vector<std::string>& packets) {
  const DataChecksum checksum;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const auto packet = co_await stream.read_packet();
    EXPECT_EQ(packet.header.seqno, static_cast<std::int64_t>(i));
    EXPECT_EQ(as_text(packet.data), packets[i]);
    EXPECT_FALSE(checksum.verify(packet.data, packet.checksums));
  }
}

TEST_F(PacketStreamTest, PacketsOfEverySizeArriveInOrder) {
  // Smaller and larger than the buffer of 1 KiB, empty ones too, one hundred times longer at the
  // end.
  std::mt19937_64 dice(1);
  std::vector<std::string> packets;
  for (int i = 0; i < 200; ++i) packets.push_back(random_text(dice, dice() % 1500));
  packets.emplace_back();
  packets.push_back(random_text(dice, 100'000));
  run(write_packets(*client_, packets), expect_packets(*server_, packets));
}

TEST_F(PacketStreamTest, BothDirectionsFlowAtOnce) {
  // Packets down, acks up, each end with one coroutine that reads and one that writes.
  std::mt19937_64 dice(2);
  std::vector<std::string> packets;
  for (int i = 0; i < 300; ++i) packets.push_back(random_text(dice, 2000));
  const auto echo = [](PacketStream& stream, std::size_t count) -> Task<> {
    for (std::size_t i = 0; i < count; ++i) {
      const auto packet = co_await stream.read_packet();
      const PipelineAck ack{.seqno = packet.header.seqno, .replies = {{}}};
      co_await stream.write_ack(ack);
    }
  };
  const auto acks = [](PacketStream& stream, std::size_t count) -> Task<> {
    for (std::size_t i = 0; i < count; ++i) {
      const auto ack = co_await stream.read_ack();
      EXPECT_EQ(ack.seqno, static_cast<std::int64_t>(i));
      EXPECT_TRUE(ack.is_success());
    }
  };
  run(both(write_packets(*client_, packets), acks(*client_, packets.size())),
      echo(*server_, packets.size()));
}

TEST_F(PacketStreamTest, BufferedPacketsNeedNoWaiting) {
  // Two packets and half of a third arrive together: two are there, the third is not yet.
  std::string bytes;
  for (std::int64_t seqno = 0; seqno < 3; ++seqno)
    bytes += encode_packet_header({.seqno = seqno, .last_packet_in_block = true}, 0);
  bytes.resize(bytes.size() - 10);
  const auto serve = [](PacketStream& stream, std::size_t size) -> Task<> {
    co_await stream.peek(size);
    EXPECT_EQ(stream.buffered_packet()->header.seqno, 0);
    EXPECT_EQ(stream.buffered_packet()->header.seqno, 1);
    EXPECT_FALSE(stream.buffered_packet());
  };
  run(serve(*server_, bytes.size()), send_and_close(bytes));
}

TEST_F(PacketStreamTest, AnOperationThenPacketsThenAStatus) {
  // One conversation over one connection, with nothing between the parts, and then a clean end.
  const auto client = [](PacketStream& stream) -> Task<> {
    ClientReadStatusProto message;
    message.set_status(::hadoop::hdfs::CHECKSUM_OK);
    co_await stream.write_op(Opcode::kCustom, message);
    const auto header = encode_packet_header({.seqno = 9, .last_packet_in_block = true}, 0);
    co_await stream.write(as_byte_view(header));
    co_await stream.write_delimited(message);
    stream.socket().close();
  };
  const auto server = [](PacketStream& stream) -> Task<> {
    EXPECT_TRUE(co_await stream.wait_for_bytes());
    const auto op = co_await stream.read_op();
    EXPECT_EQ(op.opcode, Opcode::kCustom);
    EXPECT_EQ(op.message, "\x08\x06");
    const auto packet = co_await stream.read_packet();
    EXPECT_EQ(packet.header.seqno, 9);
    const auto status = co_await stream.read_delimited<ClientReadStatusProto>();
    EXPECT_EQ(status.status(), ::hadoop::hdfs::CHECKSUM_OK);
    EXPECT_FALSE(co_await stream.wait_for_bytes());
  };
  run(server(*server_), client(*client_));
}

TEST_F(PacketStreamTest, EndOfStreamInsideAPacketIsAnError) {
  // The writer died: eof, not a short packet.
  const auto bytes = encode_packet_header({.data_bytes = 100}, 0) + std::string(99, 'x');
  const auto serve = [](PacketStream& stream) -> Task<> { co_await stream.read_packet(); };
  try {
    run(serve(*server_), send_and_close(bytes));
    FAIL();
  } catch (const boost::system::system_error& error) {
    EXPECT_EQ(error.code(), asio::error::eof);
  }
}

TEST_F(PacketStreamTest, APacketOfTwoGigabytesIsRefused) {
  // From its first six bytes on, without waiting for more.
  const auto serve = [](PacketStream& stream) -> Task<> { co_await stream.read_packet(); };
  EXPECT_THROW(run(serve(*server_), send_and_close(std::string("\x7f\xff\xff\xff\x00\x19", 6))),
               MalformedInput);
}

TEST_F(PacketStreamTest, AMessageBeyondItsLimitIsRefused) {
  // 200 bytes announced where 100 are allowed.
  const auto serve = [](PacketStream& stream) -> Task<> {
    co_await stream.read_delimited_bytes(100);
  };
  EXPECT_THROW(run(serve(*server_), send_and_close("\xc8\x01")), MalformedInput);
}

TEST_F(PacketStreamTest, ALengthWithoutEndIsRefused) {
  // Eleven bytes that all promise another.
  const auto serve = [](PacketStream& stream) -> Task<> {
    co_await stream.read_delimited_bytes(100);
  };
  EXPECT_THROW(run(serve(*server_), send_and_close(std::string(11, '\x80'))), MalformedInput);
}

TEST_F(PacketStreamTest, PiecesLeaveAsIfTheyWereOne) {
  // Many of them, empty ones between, more than the kernel takes at once.
  std::mt19937_64 dice(5);
  std::vector<std::string> parts;
  std::string whole;
  for (int i = 0; i < 300; ++i) {
    parts.push_back(random_text(dice, i % 7 == 0 ? 0 : dice() % 20'000));
    whole += parts.back();
  }
  const auto send = [](PacketStream& stream, const std::vector<std::string>& strings) -> Task<> {
    std::vector<ByteView> pieces;
    for (const auto& part : strings) pieces.push_back(as_byte_view(part));
    co_await stream.write_pieces(pieces);
  };
  const auto receive = [](PacketStream& stream, const std::string& expected) -> Task<> {
    const auto bytes = co_await stream.read(expected.size());
    EXPECT_TRUE(as_text(bytes) == expected);
  };
  run(send(*client_, parts), receive(*server_, whole));
}

TEST_F(PacketStreamTest, AFileFollowsItsPrefix) {
  // Three megabytes from the middle of a file, more than the socket's buffers hold at once.
  std::mt19937_64 dice(6);
  const auto text = random_text(dice, 4 << 20);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  ASSERT_EQ(std::fwrite(text.data(), 1, text.size(), file.get()), text.size());
  std::fflush(file.get());
  const auto send = [](PacketStream& stream, int handle) -> Task<> {
    co_await stream.write_file(as_byte_view("prefix"), handle, 1000, 3 << 20);
  };
  const auto receive = [](PacketStream& stream, const std::string& expected) -> Task<> {
    const auto bytes = co_await stream.read(expected.size());
    EXPECT_TRUE(as_text(bytes) == expected);
  };
  run(send(*client_, ::fileno(file.get())),
      receive(*server_, "prefix" + text.substr(1000, 3 << 20)));
  // Beyond the end of the file there is nothing to send.
  const auto beyond = [](PacketStream& stream, int handle) -> Task<> {
    co_await stream.write_file({}, handle, 4 << 20, 1);
  };
  const auto idle = []() -> Task<> { co_return; };
  EXPECT_THROW(run(beyond(*client_, ::fileno(file.get())), idle()), boost::system::system_error);
}

TEST_F(PacketStreamTest, RandomBytesAreReadOrRefused) {
  // Noise in all kinds of reads: each ends in an answer, in eof or in MalformedInput.
  std::mt19937_64 dice(7);
  for (int round = 0; round < 300; ++round) {
    connect(64);
    auto noise = random_text(dice, 1 + dice() % 200);
    if (round % 3 == 0) noise.replace(0, std::min<std::size_t>(noise.size(), 3), "\0\0\1", 3);
    const auto serve = [](PacketStream& stream, int kind) -> Task<> {
      while (co_await stream.wait_for_bytes()) {
        if (kind == 0) co_await stream.read_packet();
        if (kind == 1) co_await stream.read_op();
        if (kind == 2) co_await stream.read_ack();
      }
    };
    try {
      run(serve(*server_, round % 3), send_and_close(noise));
    } catch (const MalformedInput&) {
    } catch (const boost::system::system_error& error) {
      EXPECT_EQ(error.code(), asio::error::eof);
    }
  }
}

}  // namespace
}  // namespace mammoth::transfer
