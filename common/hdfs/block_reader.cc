#include "common/hdfs/block_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "common/hdfs/event_loop.h"
#include "common/hdfs/own_addresses.h"
#include "common/protocol/hdfs/located_block.pb.h"
#include "common/protocol/transfer/op.pb.h"
#include "common/transfer/checksum.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

Task<pb::BlockOpResponseProto> ask(transfer::PacketStream& stream,
                                   const pb::OpReadBlockProto& request) {
  co_await stream.write_op(transfer::Opcode::kReadBlock, request);
  co_return co_await stream.read_delimited<pb::BlockOpResponseProto>();
}

Task<transfer::PacketView> await_packet(transfer::PacketStream& stream) {
  co_return co_await stream.read_packet();
}

}  // namespace

BlockReader::BlockReader(DatanodeConnections& connections, const pb::LocatedBlockProto& block,
                         const pb::DatanodeInfoProto& node, BlockRange range,
                         std::string client_name, Duration timeout)
    : connections_(connections),
      timeout_(timeout),
      is_local_(is_own_address(node.id().ipaddr())),
      position_(range.offset_bytes),
      end_(range.offset_bytes + range.length_bytes) {
  connection_ = connections_.acquire(node.id(), true);
  try {
    start(block, client_name, range.verifies);
    return;
  } catch (const boost::system::system_error&) {
    if (!connection_->reused) throw;
  }
  connection_ = connections_.acquire(node.id(), false);
  start(block, client_name, range.verifies);
}

BlockReader::~BlockReader() = default;

void BlockReader::start(const pb::LocatedBlockProto& block, const std::string& client_name,
                        bool verifies) {
  pb::OpReadBlockProto request;
  auto& header = *request.mutable_header();
  *header.mutable_baseheader()->mutable_block() = block.b();
  *header.mutable_baseheader()->mutable_token() = block.blocktoken();
  header.set_clientname(client_name);
  request.set_offset(position_);
  request.set_len(end_ - position_);
  request.set_sendchecksums(verifies);
  const auto response = run(*connection_->loop, ask(connection_->stream, request), timeout_);
  const std::string context =
      fmt::format("for OP_READ_BLOCK, remote={}, for block {}:blk_{}_{}", connection_->peer_name,
                  block.b().poolid(), block.b().blockid(), block.b().generationstamp());
  if (auto accepted = transfer::check_block_op_response(response, context); !accepted)
    throw ErrorException(accepted.error());
  checksum_ = transfer::from_proto(response.readopchecksuminfo().checksum());
  if (response.readopchecksuminfo().chunkoffset() > position_)
    throw MalformedInput(fmt::format("{} begins behind the offset that was asked for", context));
}

void BlockReader::next_packet() {
  for (;;) {
    auto ready = connection_->stream.buffered_packet();
    const transfer::PacketView packet =
        ready ? *ready : run(*connection_->loop, await_packet(connection_->stream), timeout_);
    transfer::check_checksums_length(packet, checksum_);
    if (const auto bad = checksum_.verify(packet.data, packet.checksums))
      throw ChecksumMismatch(
          fmt::format("Checksum error at {} of {}",
                      packet.header.offset_in_block + *bad * checksum_.bytes_per_checksum,
                      connection_->peer_name));
    const auto begin = static_cast<std::uint64_t>(packet.header.offset_in_block);
    if (begin > position_ || packet.header.last_packet_in_block)
      throw MalformedInput(fmt::format("{} sent a packet at {} where {} was expected",
                                       connection_->peer_name, begin, position_));
    // the first packet begins at its chunk, before what was asked for
    if (packet.end_offset() <= position_) continue;
    unread_ = packet.data.subspan(position_ - begin);
    return;
  }
}

// The stream ends with an empty packet; the status afterwards frees the connection for the next
// operation. A DataNode that hangs up instead has given everything all the same.
void BlockReader::finish() {
  try {
    const auto last = run(*connection_->loop, await_packet(connection_->stream), timeout_);
    if (!last.header.last_packet_in_block) return connection_.reset();
    pb::ClientReadStatusProto status;
    status.set_status(pb::CHECKSUM_OK);
    run(*connection_->loop, connection_->stream.write_delimited(status));
    connections_.release(std::move(connection_));
  } catch (const std::exception&) {
    connection_.reset();
  }
}

std::size_t BlockReader::read(std::span<std::byte> buffer) {
  if (position_ == end_ || buffer.empty()) return 0;
  if (unread_.empty()) next_packet();
  const std::size_t count =
      std::min({buffer.size(), unread_.size(), static_cast<std::size_t>(end_ - position_)});
  std::memcpy(buffer.data(), unread_.data(), count);
  unread_ = unread_.subspan(count);
  position_ += count;
  if (position_ == end_) finish();
  return count;
}

}  // namespace mammoth::hdfs
