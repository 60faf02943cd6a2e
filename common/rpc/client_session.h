// One TCP connection of a client, from the dialling to the end; a new one replaces it when it is
// lost.
//
// Calls may be made before the connection stands: they queue in out_ and leave together with the
// preamble and the connection context, in one write.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/async/event.h"
#include "common/async/task.h"
#include "common/async/task_group.h"
#include "common/base/result.h"
#include "common/net/byte_buffer.h"
#include "common/rpc/client.h"
#include "common/rpc/client_handshake.h"
#include "common/rpc/request.h"

namespace mammoth::rpc {

// What a Client and all that is made from it share.
struct ClientState {
  ClientState(asio::any_io_executor executor, ClientOptions options);

  const asio::any_io_executor executor;
  const ClientOptions options;
  const std::string id;  // 16 random bytes
  std::int32_t next_call_id = 0;
  TaskGroup sessions;
};

// Runs on the client's executor. Kept alive by whoever calls and by its own run().
class ClientSession {
 public:
  ClientSession(std::shared_ptr<ClientState> client, HostPort address, const Target& target);

  // Dials, says hello and serves until the connection is lost, idle or closed.
  static Task<> run(std::shared_ptr<ClientSession> self);

  // One attempt, sent when the connection stands. Only while is_alive().
  Task<Result<std::string>> call(Outgoing outgoing);

  bool is_alive() const { return !is_over_; }
  // Every waiting call fails with kEof.
  void close();

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting;

  Task<> serve();
  Task<> connect();
  Task<> say_hello();
  Task<> read_loop();
  Task<> write_loop();
  Task<> watch();
  Task<std::string_view> read_frame();
  void receive(std::string_view frame);
  void finish(const Error& why);

  const std::shared_ptr<ClientState> client_;
  const HostPort address_;
  const RequestContext context_;
  const ClientUser user_;

  asio::ip::tcp::socket socket_;
  bool is_open_ = false;  // the hello is said, and out_ may leave
  bool is_over_ = false;
  ByteBuffer in_;
  std::size_t taken_bytes_ = 0;  // of in_: the frame that read_frame() returned last
  ByteBuffer out_;
  Event has_output_;
  std::unordered_map<std::int32_t, Waiting*> waiting_;  // by call id
  Clock::time_point last_received_;
  Clock::time_point last_used_;  // a call began or ended
};

// Keeps a session to one address, and makes a new one when a call finds it gone.
class ClientConnection {
 public:
  // `target` must outlive it.
  ClientConnection(std::shared_ptr<ClientState> client, HostPort address, const Target& target);
  ~ClientConnection();

  Task<Result<std::string>> call(Outgoing outgoing);

 private:
  const std::shared_ptr<ClientState> client_;
  const HostPort address_;
  const Target& target_;
  std::shared_ptr<ClientSession> session_;
};

}  // namespace mammoth::rpc
