#include "common/rpc/connection.h"

#include <array>
#include <boost/asio/write.hpp>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/net/failure_text.h"
#include "common/rpc/frame.h"
#include "common/rpc/shard.h"

namespace mammoth::rpc {

using asio::ip::tcp;
using RequestHeader = hadoop::common::RpcRequestHeaderProto;

namespace {

constexpr std::size_t kFirstReadBytes = 4 << 10;
constexpr std::size_t kMaxReadBytes = 64 << 10;     // between frames
constexpr std::size_t kMaxBulkReadBytes = 1 << 20;  // within a frame larger than that
constexpr std::size_t kKeptBufferBytes = 128 << 10;
constexpr Duration kGoodbye = std::chrono::seconds(2);

}  // namespace

// A call that may suspend owns what a synchronous one borrows from the connection's buffers.
struct Connection::AsyncCall {
  Route route;
  RequestHeader header;
  std::string request;
  std::optional<Call> call;
  ByteBuffer out;
};

Connection::Connection(Shard& shard, tcp::socket socket, std::string remote_address)
    : shard_(shard),
      socket_(std::move(socket)),
      handshake_(std::move(remote_address), shard.server().options.may_impersonate,
                 shard.server().options.sasl),
      last_contact_sweep_(shard.sweep()),
      read_bytes_(kFirstReadBytes),
      writer_wake_(socket_.get_executor()),
      room_(socket_.get_executor()),
      calls_(socket_.get_executor()) {
  boost::system::error_code gone;  // the first read will tell
  socket_.set_option(tcp::no_delay(true), gone);
  socket_.set_option(asio::socket_base::keep_alive(true), gone);
  socket_.non_blocking(true, gone);
}

Connection::~Connection() {
  shard_.forget(*this);
}

Task<> Connection::run() {
  try {
    co_await both(read_loop(), write_loop());
  } catch (const std::exception& e) {
    log::debug("rpc", "connection from {} ended: {}", handshake_.peer().remote_address,
               failure_text(e));
  }
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  abort();
  calls_.cancel();
  co_await calls_.join();
  shard_.server().calls_in_flight -= held_.size();
}

void Connection::abort() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

Task<> Connection::read_loop() {
  for (;;) {
    const bool is_drained = process_input();
    if (has_new_held_) {
      has_new_held_ = false;
      shard_.add_holder(*this);
    }
    flush();
    if (closing_) co_await with_deadline(say_goodbye(), kGoodbye);
    if (!is_drained) {
      while (is_full()) co_await room_.wait();
      continue;
    }
    const std::span<char> room = room_to_read();
    const std::size_t n = co_await socket_.async_read_some(asio::buffer(room.data(), room.size()),
                                                           asio::use_awaitable);
    in_.commit(n);
    if (n == room.size()) read_bytes_ = std::min(2 * read_bytes_, kMaxReadBytes);
    shard_.received_bytes.add(n);
    last_contact_sweep_ = shard_.sweep();
  }
}

// As much as a large frame still needs, but never much more than has come already: memory follows
// what was sent, not what was announced.
std::span<char> Connection::room_to_read() {
  in_.release_above(kKeptBufferBytes);
  std::size_t wanted = read_bytes_;
  if (const auto length = peek_frame_length(in_.readable()); length && has_preamble_) {
    const std::size_t missing = kLengthBytes + *length - in_.size();
    wanted = std::max(wanted, std::min(missing, kMaxBulkReadBytes));
  }
  return in_.prepare(wanted);
}

// Lets the last answer reach the peer: a socket closed with unread input would reset the connection
// and take the answer along. Ends by throwing, at the latest when its deadline passes.
Task<> Connection::say_goodbye() {
  while (!writing_.empty()) co_await room_.wait();
  socket_.shutdown(tcp::socket::shutdown_send);
  std::array<char, 4096> discarded;
  for (;;) co_await socket_.async_read_some(asio::buffer(discarded), asio::use_awaitable);
}

Task<> Connection::write_loop() {
  for (;;) {
    while (writing_.empty()) co_await writer_wake_.wait();
    const std::string_view bytes = writing_.readable();
    co_await asio::async_write(socket_, asio::buffer(bytes), asio::use_awaitable);
    shard_.sent_bytes.add(bytes.size());
    writing_.consume(bytes.size());
    writing_.release_above(kKeptBufferBytes);
    writing_.swap(out_);
    room_.notify();
  }
}

void Connection::flush() {
  if (out_.empty() || !writing_.empty()) return;
  boost::system::error_code failure;
  const std::size_t n = socket_.write_some(asio::buffer(out_.readable()), failure);
  if (failure && failure != asio::error::would_block) return abort();
  shard_.sent_bytes.add(n);
  out_.consume(n);
  out_.release_above(kKeptBufferBytes);
  if (out_.empty()) return;
  writing_.swap(out_);
  writer_wake_.notify();
}

bool Connection::is_full() const {
  const ServerOptions& options = shard_.server().options;
  return held_.size() + async_calls_ >= options.max_in_flight_per_connection ||
         held_bytes_ + out_.size() + writing_.size() >= options.max_pending_bytes_per_connection;
}

bool Connection::is_idle_since(std::uint64_t sweep) const {
  return last_contact_sweep_ <= sweep && held_.empty() && async_calls_ == 0 && out_.empty() &&
         writing_.empty();
}

// False when complete frames may be left because the connection is full.
bool Connection::process_input() {
  while (!closing_) {
    if (is_full()) return false;
    const std::string_view bytes = in_.readable();
    if (!has_preamble_) {
      if (bytes.size() < kConnectionHeaderBytes) return true;
      const auto next = handshake_.preamble(bytes.substr(0, kConnectionHeaderBytes), out_);
      closing_ = next == ServerHandshake::Next::kClose;
      has_preamble_ = true;
      in_.consume(kConnectionHeaderBytes);
      continue;
    }
    const auto length = peek_frame_length(bytes);
    if (!length) return true;
    if (*length > shard_.server().options.max_frame_bytes) {
      log::warn("rpc",
                "Requested data length {} is longer than maximum configured RPC length {}.  "
                "RPC came from {}",
                *length, shard_.server().options.max_frame_bytes, handshake_.peer().remote_address);
      closing_ = true;
      return true;
    }
    if (bytes.size() < kLengthBytes + *length) return true;
    process_frame(bytes.substr(kLengthBytes, *length));
    in_.consume(kLengthBytes + *length);
  }
  return true;
}

void Connection::end_with(Fatal fatal) {
  append_fatal(out_, fatal);
  closing_ = true;
}

void Connection::process_frame(std::string_view frame) {
  const auto header_bytes = take_delimited(frame);
  if (!header_bytes || !parse_message(header_, *header_bytes))
    return end_with({.code = FatalCode::kDeserializingRequest,
                     .message = "Error decoding RpcRequestHeaderProto"});

  const auto invalid = [&](std::string message) {
    end_with({.call_id = header_.callid(),
              .retry_count = header_.retrycount(),
              .message = std::move(message)});
  };
  if (!header_.has_rpcop()) return invalid(" IPC Server: No rpc op in rpcRequestHeader");
  if (header_.rpcop() != RequestHeader::RPC_FINAL_PACKET)
    return invalid("IPC Server does not implement rpc header operation" +
                   RequestHeader::OperationProto_Name(header_.rpcop()));
  if (!header_.has_rpckind()) return invalid(" IPC Server: No rpc kind in rpcRequestHeader");
  if (header_.callid() < 0) {
    const auto next = handshake_.out_of_band(header_.callid(), header_.retrycount(), frame, out_);
    closing_ = next == ServerHandshake::Next::kClose;
    return;
  }
  if (!handshake_.is_established()) return invalid("Connection context not established");
  if (header_.rpckind() != hadoop::common::RPC_PROTOCOL_BUFFER)
    return invalid("Unknown rpc kind in rpc header" +
                   hadoop::common::RpcKindProto_Name(header_.rpckind()));
  process_call(frame);
}

CallInfo Connection::call_info() const {
  return {.protocol_name = request_header_.declaringclassprotocolname(),
          .method_name = request_header_.methodname(),
          .client_id = header_.clientid(),
          .call_id = header_.callid(),
          .retry_count = header_.retrycount(),
          .caller_context = header_.callercontext().context(),
          .state_id = header_.has_stateid() ? std::optional(header_.stateid()) : std::nullopt};
}

void Connection::process_call(std::string_view rest) {
  ServerState& server = shard_.server();
  shard_.calls.add(1);
  request_header_.Clear();
  const auto header_bytes = take_delimited(rest);
  const bool is_readable = header_bytes && parse_message(request_header_, *header_bytes);
  const auto request = is_readable ? take_delimited(rest) : std::nullopt;

  Call call(handshake_.peer(), call_info());
  if (!request) return append_error(out_, call, {ErrorCode::kRpcServer, "malformed RPC request"});
  if (server.calls_in_flight.load(std::memory_order_relaxed) >= server.options.max_in_flight) {
    shard_.refused_busy.add(1);
    return append_error(out_, call, {ErrorCode::kRetriable, "Server too busy"});
  }
  const Result<Route> route =
      find_route(server.services, call.protocol_name(), request_header_.clientprotocolversion(),
                 call.method_name());
  if (!route) return append_error(out_, call, route.error());
  if (route->method->is_async()) return start_async(*route, *request);

  const std::size_t start = out_.size();
  const auto began = std::chrono::steady_clock::now();
  const bool done = run_call(*route, *request, call, server.options.retry_cache, out_);
  shard_.count(*route->method, began, done);
  hold_back(start, call.hold_sequence());
}

void Connection::start_async(const Route& route, std::string_view request) {
  auto async = std::make_unique<AsyncCall>();
  async->route = route;
  async->request = request;
  async->header = header_;
  CallInfo info = call_info();
  info.protocol_name = route.service->protocol_name();
  info.method_name = route.method->name;
  info.client_id = async->header.clientid();
  info.caller_context = async->header.callercontext().context();
  async->call.emplace(handshake_.peer(), info);
  ++async_calls_;
  ++shard_.server().calls_in_flight;
  calls_.spawn(run_async(std::move(async)));
}

Task<> Connection::run_async(std::unique_ptr<AsyncCall> async) {
  struct InFlight {
    Connection& connection;
    ~InFlight() {
      --connection.async_calls_;
      --connection.shard_.server().calls_in_flight;
      connection.room_.notify();
    }
  } const in_flight{*this};

  const auto began = std::chrono::steady_clock::now();
  const bool done = co_await run_call_async(async->route, async->request, *async->call, async->out);
  shard_.count(*async->route.method, began, done);
  const std::size_t start = out_.size();
  out_.append(async->out.readable());
  hold_back(start, async->call->hold_sequence());
  if (has_new_held_) {
    has_new_held_ = false;
    shard_.add_holder(*this);
  }
  flush();
}

// Takes the answer at the end of out_ back until the barrier has reached `sequence`. After the barrier's
// failure there is none: what an answer rests on, as a repeated call's on the first one's change, may be
// among what was never made durable.
void Connection::hold_back(std::size_t start, std::uint64_t sequence) {
  const DurabilityBarrier* barrier = shard_.server().options.barrier;
  if (barrier != nullptr && barrier->failed()) {
    out_.truncate(start);
    return abort();
  }
  if (sequence == 0 || barrier == nullptr || sequence <= barrier->durable_sequence()) return;
  held_.push_back({sequence, std::string(out_.readable().substr(start))});
  held_bytes_ += held_.back().bytes.size();
  out_.truncate(start);
  has_new_held_ = true;
  ++shard_.server().calls_in_flight;
}

bool Connection::release_held(std::uint64_t durable_sequence) {
  const std::size_t before = held_.size();
  while (!held_.empty() && held_.front().sequence <= durable_sequence) {
    out_.append(held_.front().bytes);
    held_bytes_ -= held_.front().bytes.size();
    held_.pop_front();
  }
  if (held_.size() != before) {
    shard_.server().calls_in_flight -= before - held_.size();
    flush();
    room_.notify();
  }
  return !held_.empty();
}

}  // namespace mammoth::rpc
