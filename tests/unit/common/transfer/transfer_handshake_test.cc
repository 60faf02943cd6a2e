#include "common/transfer/transfer_handshake.h"

#include <gtest/gtest.h>

#include <boost/asio.hpp>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/protocol/transfer/encryption.pb.h"
#include "common/protocol/transfer/op.pb.h"

namespace mammoth::transfer {
namespace {

using asio::ip::tcp;
using ::hadoop::hdfs::DataTransferEncryptorMessageProto;
using namespace std::string_literals;

class TransferHandshakeTest : public testing::Test {
 protected:
  TransferHandshakeTest() {
    log::set_level(log::Level::kError);
    tcp::acceptor acceptor(io_, {asio::ip::address_v4::loopback(), 0});
    tcp::socket client(io_);
    client.connect(acceptor.local_endpoint());
    server_ = std::make_unique<PacketStream>(acceptor.accept());
    client_ = std::make_unique<PacketStream>(std::move(client));
  }
  ~TransferHandshakeTest() override { log::set_level(log::Level::kInfo); }

  void run(Task<> a, Task<> b) {
    std::exception_ptr failure;
    asio::co_spawn(io_, both(std::move(a), std::move(b)),
                   [&](std::exception_ptr error) { failure = error; });
    io_.run();
    if (failure) std::rethrow_exception(failure);
  }

  asio::io_context io_{1};
  std::unique_ptr<PacketStream> server_;
  std::unique_ptr<PacketStream> client_;
};

TEST_F(TransferHandshakeTest, PlainOperationsPassUntouched) {
  // The operation is still all there afterwards, even the smallest.
  const auto client = [](PacketStream& stream) -> Task<> {
    ::hadoop::hdfs::OpCustomProto message;
    message.set_customid("");
    co_await stream.write_op(Opcode::kCustom, message);
  };
  const auto server = [](PacketStream& stream) -> Task<> {
    EXPECT_TRUE(co_await accept_transfer_handshake(stream));
    const auto op = co_await stream.read_op();
    EXPECT_EQ(op.opcode, Opcode::kCustom);
  };
  run(server(*server_), client(*client_));
}

TEST_F(TransferHandshakeTest, SaslIsRefusedWithAReason) {
  // The client sends the magic and its first message; the answer is an error that it can show.
  const auto client = [](PacketStream& stream) -> Task<> {
    const auto magic = "\xde\xad\xbe\xef"s;
    co_await stream.write(as_byte_view(magic));
    DataTransferEncryptorMessageProto hello;
    hello.set_status(DataTransferEncryptorMessageProto::SUCCESS);
    hello.set_payload("");
    co_await stream.write_delimited(hello);
    const auto answer = co_await stream.read_delimited<DataTransferEncryptorMessageProto>();
    EXPECT_EQ(answer.status(), DataTransferEncryptorMessageProto::ERROR);
    EXPECT_FALSE(answer.message().empty());
  };
  const auto server = [](PacketStream& stream) -> Task<> {
    EXPECT_FALSE(co_await accept_transfer_handshake(stream));
  };
  run(server(*server_), client(*client_));
}

TEST_F(TransferHandshakeTest, HalfTheMagicIsOnlyAStrangeVersion) {
  // 0xDEAD and something else: left to the reader of operations, who refuses the version.
  const auto client = [](PacketStream& stream) -> Task<> {
    const auto bytes = "\xde\xad\x00\x00"s;
    co_await stream.write(as_byte_view(bytes));
  };
  const auto server = [](PacketStream& stream) -> Task<> {
    EXPECT_TRUE(co_await accept_transfer_handshake(stream));
    co_await stream.read_op();
  };
  EXPECT_THROW(run(server(*server_), client(*client_)), MalformedInput);
}

}  // namespace
}  // namespace mammoth::transfer
