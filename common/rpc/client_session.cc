#include "common/rpc/client_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/write.hpp>
#include <span>
#include <stdexcept>
#include <utility>

#include "common/async/deadline.h"
#include "common/net/dialer.h"
#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/rpc/client_error.h"
#include "common/rpc/frame.h"
#include "common/rpc/remote_error.h"

namespace mammoth::rpc {

using hadoop::common::RpcResponseHeaderProto;

namespace {

constexpr std::size_t kReadBytes = 16 << 10;
constexpr std::size_t kMaxReplyReadBytes = 1 << 20;
constexpr std::size_t kKeptReplyBytes = 256 << 10;

struct Idle : std::runtime_error {
  Idle() : std::runtime_error("idle") {}
};

// What Java throws where a connection ends in this way.
std::string java_exception(const boost::system::error_code& code) {
  if (code == asio::error::eof) return "java.io.EOFException";
  if (code == asio::error::connection_reset) return "java.net.SocketException: Connection reset";
  return "java.io.IOException: " + code.message();
}

}  // namespace

// A caller that waits; lives in its frame.
struct ClientSession::Waiting {
  asio::steady_timer timer;  // wakes it, at the latest when the call has timed out
  std::optional<Result<std::string>> answer{};

  void wake(Result<std::string> with) {
    answer = std::move(with);
    timer.cancel();
  }
};

ClientSession::ClientSession(std::shared_ptr<ClientState> client, HostPort address,
                             const Target& target)
    : client_(std::move(client)),
      address_(std::move(address)),
      context_{target.protocol, target.version, client_->id, client_->options.caller_context},
      user_{target.user, target.real_user},
      socket_(client_->executor),
      has_output_(client_->executor),
      last_received_(Clock::now()),
      last_used_(last_received_) {}

Task<> ClientSession::run(std::shared_ptr<ClientSession> self) {
  Error why;
  try {
    co_await self->serve();
  } catch (const ErrorException& e) {
    why = e.error();
  } catch (const boost::system::system_error& e) {
    why = lost_error(self->address_, java_exception(e.code()));
  } catch (const std::exception& e) {
    why = lost_error(self->address_, fmt::format("java.io.IOException: {}", e.what()));
  }
  self->finish(why);
}

Task<> ClientSession::serve() {
  co_await connect();
  co_await say_hello();
  co_await both(both(read_loop(), write_loop()), watch());
}

void ClientSession::close() {
  finish(lost_error(address_, "java.io.IOException: The client is stopped"));
}

void ClientSession::finish(const Error& why) {
  is_over_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
  for (const auto& [call_id, waiting] : std::exchange(waiting_, {})) waiting->wake(why);
}

Task<> ClientSession::connect() {
  try {
    socket_ = co_await dial(address_, client_->options.connect_timeout);
  } catch (const DeadlineExceeded&) {
    throw ErrorException(connect_error(
        address_, "org.apache.hadoop.net.ConnectTimeoutException: connection timed out"));
  } catch (const boost::system::system_error& e) {
    const auto& category = e.code().category();
    if (category == asio::error::get_netdb_category() ||
        category == asio::error::get_addrinfo_category())
      throw ErrorException(unknown_host_error(address_));
    throw ErrorException(
        connect_error(address_, "java.net.ConnectException: " + e.code().message()));
  }
  if (is_over_) throw Idle();
}

Task<> ClientSession::say_hello() {
  const auto dialled = socket_.remote_endpoint();
  ClientHandshake handshake(context_, user_, client_->options.sasl,
                            fmt::format("{}:{}", dialled.address().to_string(), dialled.port()));
  ByteBuffer hello;
  handshake.begin(hello);
  while (!handshake.is_complete()) {
    co_await asio::async_write(socket_, asio::buffer(hello.readable()), asio::use_awaitable);
    hello.consume(hello.size());
    const std::string_view frame = co_await read_frame();
    handshake.receive(frame, hello).value();
  }
  hello.append(out_.readable());
  out_.swap(hello);
  is_open_ = true;
}

// The content of the next frame, valid until the next call.
Task<std::string_view> ClientSession::read_frame() {
  in_.consume(std::exchange(taken_bytes_, 0));
  in_.release_above(kKeptReplyBytes);
  for (;;) {
    const std::string_view bytes = in_.readable();
    const auto length = peek_frame_length(bytes);
    if (length && *length > client_->options.max_response_bytes)
      throw std::runtime_error(fmt::format("RPC response has invalid length {}", *length));
    if (length && bytes.size() - kLengthBytes >= *length) {
      taken_bytes_ = kLengthBytes + *length;
      co_return bytes.substr(kLengthBytes, *length);
    }
    std::size_t wanted = kReadBytes;
    if (length)
      wanted = std::max(wanted, std::min(kLengthBytes + *length - bytes.size(), kMaxReplyReadBytes));
    const std::span<char> room = in_.prepare(wanted);
    in_.commit(co_await socket_.async_read_some(asio::buffer(room.data(), room.size()),
                                                asio::use_awaitable));
    last_received_ = Clock::now();
  }
}

Task<> ClientSession::read_loop() {
  for (;;) {
    const std::string_view frame = co_await read_frame();
    receive(frame);
  }
}

void ClientSession::receive(std::string_view frame) {
  thread_local RpcResponseHeaderProto header;
  const auto header_bytes = take_delimited(frame);
  if (!header_bytes || !parse_message(header, *header_bytes))
    throw std::runtime_error("malformed RPC response");
  if (!header.clientid().empty() && header.clientid() != client_->id)
    throw std::runtime_error("Client IDs not matched");
  if (header.status() == RpcResponseHeaderProto::FATAL)
    throw ErrorException(error_from_java(header.exceptionclassname(), header.errormsg()));

  const auto waiting = waiting_.find(static_cast<std::int32_t>(header.callid()));
  if (waiting == waiting_.end()) return;  // timed out meanwhile
  if (header.status() == RpcResponseHeaderProto::ERROR) {
    waiting->second->wake(error_from_java(header.exceptionclassname(), header.errormsg()));
    return;
  }
  const auto response = take_delimited(frame);
  if (!response || !frame.empty()) throw std::runtime_error("RPC response length mismatch");
  waiting->second->wake(std::string(*response));
}

Task<> ClientSession::write_loop() {
  ByteBuffer writing;
  for (;;) {
    while (out_.empty()) co_await has_output_.wait();
    writing.swap(out_);
    co_await asio::async_write(socket_, asio::buffer(writing.readable()), asio::use_awaitable);
    writing.consume(writing.size());
    writing.release_above(kKeptReplyBytes);
  }
}

// Pings a server that lets calls wait, so that a dead one is noticed; leaves one that is not
// needed.
Task<> ClientSession::watch() {
  const ClientOptions& options = client_->options;
  const Duration tick = std::max<Duration>(std::min(options.ping_interval, options.max_idle) / 2,
                                           std::chrono::milliseconds(10));
  asio::steady_timer timer(client_->executor);
  Clock::time_point last_ping = Clock::now();
  for (;;) {
    timer.expires_after(tick);
    co_await timer.async_wait(asio::use_awaitable);
    const auto now = Clock::now();
    if (waiting_.empty() && now - last_used_ >= options.max_idle) throw Idle();
    const auto quiet_since = std::max(last_received_, last_ping);
    if (waiting_.empty() || now - quiet_since < options.ping_interval) continue;
    append_control(out_, kPingCallId, context_, nullptr);
    has_output_.notify();
    last_ping = now;
  }
}

Task<Result<std::string>> ClientSession::call(Outgoing outgoing) {
  const ClientOptions& options = client_->options;
  if (outgoing.request.size() > options.max_request_bytes)
    co_return Error{ErrorCode::kIo,
                    fmt::format("the request of {} has {} bytes, more than {}", outgoing.method,
                                outgoing.request.size(), options.max_request_bytes)};
  if (waiting_.size() >= options.max_in_flight)
    co_return Error{ErrorCode::kRetriable, "too many calls wait for this connection"};

  const auto begun = last_used_ = Clock::now();
  const auto limit = options.rpc_timeout == Duration::zero() ? Clock::time_point::max()
                                                             : begun + options.rpc_timeout;
  Waiting waiting{asio::steady_timer(client_->executor, limit)};
  waiting_[outgoing.call_id] = &waiting;
  append_call(out_, context_, outgoing);
  if (is_open_) has_output_.notify();
  co_await waiting.timer.async_wait(asio::as_tuple(asio::use_awaitable));

  last_used_ = Clock::now();
  if (waiting.answer) {
    waiting_.erase(outgoing.call_id);
    co_return std::move(*waiting.answer);
  }
  waiting_.erase(outgoing.call_id);
  Error timeout = timeout_error(address_, fmt::format("no response to {}", outgoing.method));
  if (last_received_ < begun && last_used_ >= limit) finish(timeout);  // the server is dead
  co_return timeout;
}

ClientConnection::ClientConnection(std::shared_ptr<ClientState> client, HostPort address,
                                   const Target& target)
    : client_(std::move(client)), address_(std::move(address)), target_(target) {}

ClientConnection::~ClientConnection() {
  if (session_ != nullptr) session_->close();
}

Task<Result<std::string>> ClientConnection::call(Outgoing outgoing) {
  if (session_ == nullptr || !session_->is_alive()) {
    session_ = std::make_shared<ClientSession>(client_, address_, target_);
    client_->sessions.spawn(ClientSession::run(session_));
  }
  const std::shared_ptr<ClientSession> session = session_;
  co_return co_await session->call(outgoing);
}

}  // namespace mammoth::rpc
