// Two datanodes' transfer servers on loopback over disks in memory, and a client that says word by
// word what it wants.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>

#include "common/async/deadline.h"
#include "common/protocol/transfer/op.pb.h"
#include "common/transfer/checksum.h"
#include "common/transfer/packet_stream.h"
#include "datanode/transfer/convert.h"
#include "datanode/transfer/xceiver_server.h"
#include "tests/unit/datanode/store_fixture.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;
using transfer::Opcode;
using transfer::PipelineAck;
using transfer::Status;

// What a datanode has beside its store to serve transfers.
class Served {
 public:
  Served(ReplicaStore& store, ReplicaEvents& events)
      : context_{store, events, registration_, balance_, options_} {
    options_.address = {"127.0.0.1", 0};
    options_.idle_limit = std::chrono::seconds(5);
    const auto started = server_.start();
    EXPECT_TRUE(started) << started.error().message;
    registration_.set(kIdentity.block_pool_id, info().id());
  }

  std::uint16_t port() const { return server_.port(); }
  pb::DatanodeInfoProto info() const { return info_of(port()); }

  static pb::DatanodeInfoProto info_of(std::uint16_t port) {
    pb::DatanodeInfoProto info;
    auto& id = *info.mutable_id();
    id.set_ipaddr("127.0.0.1");
    id.set_hostname("localhost");
    id.set_datanodeuuid("uuid-" + std::to_string(port));
    id.set_xferport(port);
    id.set_infoport(0);
    id.set_ipcport(0);
    return info;
  }

 private:
  TransferOptions options_;
  Registration registration_;
  BalanceThrottler balance_{100 << 20, 10};
  TransferContext context_;
  XceiverServer server_{context_};
};

// One connection; each call waits for its end, but not for long.
class TransferClient {
 public:
  explicit TransferClient(std::uint16_t port) {
    asio::ip::tcp::socket socket(io_);
    socket.connect({asio::ip::address_v4::loopback(), port});
    stream_ = std::make_unique<transfer::PacketStream>(std::move(socket));
  }

  template <class T>
  T run(Task<T> work) {
    std::exception_ptr failure;
    std::optional<T> result;
    asio::co_spawn(io_, with_deadline(std::move(work), kPatience),
                   [&](std::exception_ptr error, T value) {
                     failure = error;
                     result = std::move(value);
                   });
    finish(failure);
    return std::move(*result);
  }
  void run(Task<> work) {
    std::exception_ptr failure;
    asio::co_spawn(io_, with_deadline(std::move(work), kPatience),
                   [&](std::exception_ptr error) { failure = error; });
    finish(failure);
  }

  void ask(Opcode opcode, const google::protobuf::MessageLite& request) {
    run(stream_->write_op(opcode, request));
  }
  pb::BlockOpResponseProto response() {
    return run(stream_->read_delimited<pb::BlockOpResponseProto>());
  }
  PipelineAck ack() { return run(stream_->read_ack()); }
  transfer::PacketStream& stream() { return *stream_; }

  // One packet with right checksums, but for its first byte when it is `spoilt`.
  void send(std::int64_t seqno, std::int64_t offset, std::string data, bool is_spoilt = false) {
    const DataChecksum checksum;
    transfer::PacketBuilder builder(checksum, std::max<std::size_t>(data.size(), 1));
    builder.start(seqno, offset);
    builder.append(as_byte_view(data));
    const ByteView packet = builder.finish({.last_packet_in_block = data.empty()});
    std::string bytes(as_text(packet));
    if (is_spoilt) bytes[bytes.size() - data.size()] ^= 1;
    run(stream_->write(as_byte_view(bytes)));
  }

  // Whether the other end has hung up, in good order or not.
  bool is_closed() {
    try {
      return !run(stream_->wait_for_bytes());
    } catch (const boost::system::system_error&) {
      return true;
    }
  }

 private:
  static constexpr auto kPatience = std::chrono::seconds(20);

  void finish(const std::exception_ptr& failure) {
    io_.run();
    io_.restart();
    if (failure) std::rethrow_exception(failure);
  }

  asio::io_context io_{1};
  std::unique_ptr<transfer::PacketStream> stream_;
};

class TransferFixture : public StoreFixture {
 protected:
  TransferFixture() {
    log::set_level(log::Level::kError);
    ReplicaStoreOptions options;
    options.volumes.locations = {{StorageType::kDisk, "/data/1"}};
    other_store_ = std::make_unique<ReplicaStore>(other_disk_, clock_, options, other_events_);
    EXPECT_TRUE(other_store_->open(kIdentity));
    here_ = std::make_unique<Served>(*store_, events_);
    there_ = std::make_unique<Served>(*other_store_, other_events_);
  }

  static pb::BaseHeaderProto header(const Block& block) {
    pb::BaseHeaderProto header;
    *header.mutable_block() = to_extended(kIdentity.block_pool_id, block);
    return header;
  }
  static pb::ClientOperationHeaderProto client_header(const Block& block) {
    pb::ClientOperationHeaderProto result;
    *result.mutable_baseheader() = header(block);
    result.set_clientname("client");
    return result;
  }
  static pb::OpWriteBlockProto write_op(const Block& block) {
    pb::OpWriteBlockProto request;
    *request.mutable_header() = client_header(block);
    request.set_stage(pb::OpWriteBlockProto::PIPELINE_SETUP_CREATE);
    request.set_pipelinesize(1);
    request.set_minbytesrcvd(0);
    request.set_maxbytesrcvd(0);
    request.set_latestgenerationstamp(0);  // a first attempt
    *request.mutable_requestedchecksum() = transfer::to_proto(DataChecksum());
    return request;
  }

  static std::optional<ReplicaState> state(const ReplicaStore& store, std::uint64_t id) {
    const auto replica = store.find(BlockId{id});
    return replica ? std::optional(replica->state) : std::nullopt;
  }

  MemoryDisk other_disk_;
  RecordedEvents other_events_;
  std::unique_ptr<ReplicaStore> other_store_;
  std::unique_ptr<Served> here_;
  std::unique_ptr<Served> there_;
};

}  // namespace mammoth::datanode
