#include "common/transfer/packet_stream.h"

#include <fmt/format.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <cerrno>
#include <cstring>
#include <vector>

#include "common/base/check.h"
#include "common/io/varint.h"

namespace mammoth::transfer {

using asio::use_awaitable;
using boost::system::error_code;
using boost::system::system_error;

PacketStream::PacketStream(asio::ip::tcp::socket socket, std::size_t read_buffer_bytes)
    : socket_(std::move(socket)),
      buffer_(std::make_unique_for_overwrite<std::byte[]>(read_buffer_bytes)),
      capacity_(read_buffer_bytes) {
  socket_.native_non_blocking(true);  // for sendfile; Asio's own operations see to it themselves
  error_code not_tcp;
  socket_.set_option(asio::ip::tcp::no_delay(true), not_tcp);
}

// --- reading -------------------------------------------------------------------------------------

ByteView PacketStream::consume(std::size_t count) {
  const ByteView bytes{buffer_.get() + begin_, count};
  begin_ += count;
  return bytes;
}

// Makes sure that `count` bytes fit from begin_ on.
void PacketStream::make_room(std::size_t count) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (capacity_ - begin_ >= count) return;
  if (capacity_ < count) {
    auto larger = std::make_unique_for_overwrite<std::byte[]>(count);
    std::memcpy(larger.get(), buffer_.get() + begin_, buffered());
    buffer_ = std::move(larger);
    capacity_ = count;
  } else {
    std::memmove(buffer_.get(), buffer_.get() + begin_, buffered());
  }
  end_ -= begin_;
  begin_ = 0;
}

// Waits until `count` bytes are buffered; takes more when they are there.
Task<> PacketStream::fill(std::size_t count) {
  make_room(count);
  while (buffered() < count)
    end_ += co_await socket_.async_read_some(asio::buffer(buffer_.get() + end_, capacity_ - end_),
                                             use_awaitable);
}

Task<bool> PacketStream::wait_for_bytes() {
  if (buffered() > 0) co_return true;
  make_room(1);
  error_code error;
  end_ += co_await socket_.async_read_some(asio::buffer(buffer_.get() + end_, capacity_ - end_),
                                           asio::redirect_error(use_awaitable, error));
  if (error == asio::error::eof) co_return false;
  if (error) throw system_error(error);
  co_return true;
}

Task<ByteView> PacketStream::peek(std::size_t count) {
  check(count <= kMaxPacketBytes, "a bounded read");
  co_await fill(count);
  co_return ByteView{buffer_.get() + begin_, count};
}

Task<ByteView> PacketStream::read(std::size_t count) {
  co_await peek(count);
  co_return consume(count);
}

std::optional<PacketView> PacketStream::buffered_packet() {
  const ByteView bytes{buffer_.get() + begin_, buffered()};
  const auto frame_bytes = packet_frame_bytes(bytes);
  if (!frame_bytes || *frame_bytes > bytes.size()) return {};
  return parse_packet(consume(*frame_bytes));
}

Task<PacketView> PacketStream::read_packet() {
  co_await fill(kPacketLengthsBytes);
  co_await fill(*packet_frame_bytes({buffer_.get() + begin_, buffered()}));
  co_return *buffered_packet();
}

Task<ByteView> PacketStream::read_delimited_bytes(std::size_t limit_bytes) {
  co_await fill(1);
  auto length = parse_varint({buffer_.get() + begin_, buffered()});
  while (!length) {
    co_await fill(buffered() + 1);
    length = parse_varint({buffer_.get() + begin_, buffered()});
  }
  if (length->value > limit_bytes)
    throw MalformedInput(
        fmt::format("a message of {} bytes, more than {}", length->value, limit_bytes));
  co_await fill(length->size + length->value);
  consume(length->size);
  co_return consume(length->value);
}

Task<PipelineAck> PacketStream::read_ack() {
  co_return from_proto(co_await read_delimited<::hadoop::hdfs::PipelineAckProto>());
}

Task<OpRequest> PacketStream::read_op() {
  const auto opcode = decode_op_preamble(co_await read(kOpPreambleBytes));
  const auto message = co_await read_delimited_bytes(kMaxOpBytes);
  co_return OpRequest{opcode, std::string(as_text(message))};
}

// --- writing -------------------------------------------------------------------------------------

// Not asio::async_write: it cuts everything into system calls of 64 KiB.
Task<> PacketStream::write(ByteView bytes) {
  while (!bytes.empty())
    bytes = bytes.subspan(
        co_await socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()), use_awaitable));
}

Task<> PacketStream::write_pieces(std::span<const ByteView> pieces) {
  std::vector<asio::const_buffer> buffers;
  buffers.reserve(pieces.size());
  for (const auto piece : pieces) buffers.emplace_back(piece.data(), piece.size());
  std::span<asio::const_buffer> rest(buffers);
  while (!rest.empty()) {
    auto written = co_await socket_.async_write_some(rest, use_awaitable);
    while (!rest.empty() && written >= rest.front().size()) {
      written -= rest.front().size();
      rest = rest.subspan(1);
    }
    if (!rest.empty()) rest.front() += written;
  }
}

Task<> PacketStream::write_delimited(const google::protobuf::MessageLite& message) {
  std::string bytes;
  append_delimited(bytes, message);
  co_await write(as_byte_view(bytes));
}

Task<> PacketStream::write_ack(const PipelineAck& ack) {
  const auto proto = to_proto(ack);
  co_await write_delimited(proto);
}

Task<> PacketStream::write_op(Opcode opcode, const google::protobuf::MessageLite& message) {
  const auto bytes = encode_op(opcode, message);
  co_await write(as_byte_view(bytes));
}

Task<> PacketStream::write_file(ByteView prefix, int file_handle, std::uint64_t offset,
                                std::uint64_t length_bytes) {
  while (!prefix.empty())
    prefix =
        prefix.subspan(co_await socket_.async_send(asio::buffer(prefix.data(), prefix.size()),
                                                   length_bytes > 0 ? MSG_MORE : 0, use_awaitable));
  auto position = static_cast<off_t>(offset);
  while (length_bytes > 0) {
    const auto sent = ::sendfile(socket_.native_handle(), file_handle, &position, length_bytes);
    if (sent > 0) {
      length_bytes -= static_cast<std::uint64_t>(sent);
    } else if (sent == 0) {  // the file ended
      throw system_error(EIO, boost::system::generic_category(), "sendfile");
    } else if (errno == EAGAIN) {
      co_await socket_.async_wait(asio::socket_base::wait_write, use_awaitable);
    } else if (errno != EINTR) {
      throw system_error(errno, boost::system::generic_category(), "sendfile");
    }
  }
}

}  // namespace mammoth::transfer
