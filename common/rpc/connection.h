// One accepted connection: bytes in, calls, bytes out.
//
//   socket ──▶ in_ ──▶ frames ──▶ dispatch ──▶ out_ ──▶ writing_ ──▶ socket
//                                    │           ▲
//                                    └──▶ held_ ─┘  when the barrier has reached their sequence
//
// A reader takes whatever has arrived, runs each complete call to its end (asynchronous ones become
// children of calls_), and then writes all answers with one system call that does not wait. Only
// what the socket did not take goes to writing_ and to the writer, while new answers collect in
// out_.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/async/event.h"
#include "common/async/task.h"
#include "common/async/task_group.h"
#include "common/net/byte_buffer.h"
#include "common/protocol/rpc/request_header.pb.h"
#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/rpc/dispatch.h"
#include "common/rpc/handshake.h"

namespace mammoth::rpc {

class Shard;

// Belongs to its shard's thread, on which every member is called.
class Connection {
 public:
  Connection(Shard& shard, asio::ip::tcp::socket socket, std::string remote_address);
  ~Connection();
  Connection(const Connection&) = delete;

  // Serves until the peer or the server ends it, and every call of it has ended.
  Task<> run();

  // Sends what the barrier no longer keeps back. False when nothing is held any more.
  bool release_held(std::uint64_t durable_sequence);

  // Ends the connection at once; run() returns soon after.
  void abort();

  // Nothing received since that sweep of the shard, and nothing in progress.
  bool is_idle_since(std::uint64_t sweep) const;
  bool is_established() const { return handshake_.is_established(); }

 private:
  struct Held {
    std::uint64_t sequence;
    std::string bytes;
  };
  struct AsyncCall;

  Task<> read_loop();
  Task<> write_loop();
  Task<> say_goodbye();
  Task<> run_async(std::unique_ptr<AsyncCall> async);

  bool process_input();
  void process_frame(std::string_view frame);
  void process_call(std::string_view rest);
  void start_async(const Route& route, std::string_view request);
  CallInfo call_info() const;
  void end_with(Fatal fatal);

  void hold_back(std::size_t start, std::uint64_t sequence);
  void flush();
  bool is_full() const;
  std::span<char> room_to_read();

  Shard& shard_;
  asio::ip::tcp::socket socket_;
  ServerHandshake handshake_;
  bool has_preamble_ = false;
  bool closing_ = false;  // read no more: write what is there, then end
  std::uint64_t last_contact_sweep_ = 0;

  ByteBuffer in_;
  std::size_t read_bytes_;  // how much to ask for; adapts to what comes
  ByteBuffer out_;
  ByteBuffer writing_;  // in the writer's hands while not empty
  std::deque<Held> held_;
  std::size_t held_bytes_ = 0;
  bool has_new_held_ = false;
  std::size_t async_calls_ = 0;

  // Parsed into again and again, so that the common call allocates nothing.
  hadoop::common::RpcRequestHeaderProto header_;
  hadoop::common::RequestHeaderProto request_header_;

  Event writer_wake_;
  Event room_;  // is_full() may have become false
  TaskGroup calls_;
};

}  // namespace mammoth::rpc
