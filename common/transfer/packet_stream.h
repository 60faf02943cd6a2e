// One data-transfer connection: packets, acks and delimited messages over TCP.
//
// The reader half owns a buffer that is filled with as few system calls as possible (whatever the
// kernel has, up to the buffer's size) and hands out views into it: a packet is not copied between
// the kernel and the disk. The writer half has no buffer and writes each call's bytes before it
// returns.
//
// One coroutine may read while another writes; not two in the same direction. Both run on the
// socket's executor; nothing here is thread-safe. Limits in time are the caller's (with_deadline).
//
// Errors: boost::system::system_error when the connection breaks (asio::error::eof when the peer
// closed it inside of what was being read), MalformedInput when what arrives has no sense. After
// either the stream is of no more use.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "common/async/task.h"
#include "common/transfer/ack.h"
#include "common/transfer/delimited.h"
#include "common/transfer/op.h"
#include "common/transfer/packet.h"

namespace mammoth::transfer {

// The fewer and larger the reads, the less a gigabyte costs; beyond this nothing more is gained.
// Memory that no bytes ever reach is never touched, so a connection that only carries acks may have
// it too.
inline constexpr std::size_t kReadBufferBytes = 1u << 20;

class PacketStream {
 public:
  // Takes the socket, which may have been assigned a connected Unix domain socket (then it has no
  // endpoints to be asked for), makes it non-blocking, sets TCP_NODELAY. The read buffer grows beyond
  // `read_buffer_bytes` only for a packet that is longer, and keeps that size.
  explicit PacketStream(asio::ip::tcp::socket socket,
                        std::size_t read_buffer_bytes = kReadBufferBytes);

  asio::ip::tcp::socket& socket() { return socket_; }

  // --- reading; every view is valid until the next call that reads -------------------------------

  // True when at least one byte waits or arrives; false when the peer has closed in good order.
  // What a server awaits between two operations.
  Task<bool> wait_for_bytes();
  // The next `count` bytes, which stay to be read again. `count` <= kMaxPacketBytes.
  Task<ByteView> peek(std::size_t count);
  Task<ByteView> read(std::size_t count);
  Task<PacketView> read_packet();
  // The next packet if all of it has arrived; never waits. For who can do more with several at
  // once.
  std::optional<PacketView> buffered_packet();
  Task<ByteView> read_delimited_bytes(std::size_t limit_bytes);
  template <class Message>
  Task<Message> read_delimited(std::size_t limit_bytes = kMaxMessageBytes) {
    co_return parse_message<Message>(co_await read_delimited_bytes(limit_bytes));
  }
  Task<PipelineAck> read_ack();
  Task<OpRequest> read_op();

  // --- writing; all bytes are the kernel's when it returns ---------------------------------------

  Task<> write(ByteView bytes);
  // Several pieces in one system call, as if they were one; `pieces` and what they view stay valid
  // until it returns.
  Task<> write_pieces(std::span<const ByteView> pieces);
  Task<> write_packet(const PacketView& packet) { return write(packet.frame); }
  Task<> write_delimited(const google::protobuf::MessageLite& message);
  Task<> write_ack(const PipelineAck& ack);
  Task<> write_op(Opcode opcode, const google::protobuf::MessageLite& message);
  // `prefix` (a packet's header and checksums) and then that much of a file from `offset`, without
  // passing through this process. Throws system_error when the file ends before (EIO).
  Task<> write_file(ByteView prefix, int file_handle, std::uint64_t offset,
                    std::uint64_t length_bytes);

 private:
  std::size_t buffered() const { return end_ - begin_; }
  ByteView consume(std::size_t count);
  Task<> fill(std::size_t count);
  void make_room(std::size_t count);

  asio::ip::tcp::socket socket_;
  std::unique_ptr<std::byte[]> buffer_;
  std::size_t capacity_;
  std::size_t begin_ = 0;  // of what was read from the socket but not yet from here
  std::size_t end_ = 0;
};

}  // namespace mammoth::transfer
