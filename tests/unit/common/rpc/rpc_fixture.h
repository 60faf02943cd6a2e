// What the tests of this room share: a protocol to serve, a barrier to move by hand, and a client
// that sends whatever bytes a test likes.
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

#include "common/async/event.h"
#include "common/base/check.h"
#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/protocol/rpc/user_mappings.pb.h"
#include "common/rpc/client_handshake.h"
#include "common/rpc/frame.h"
#include "common/rpc/request.h"
#include "common/rpc/server.h"

namespace mammoth::rpc {

using hadoop::common::GetGroupsForUserRequestProto;
using hadoop::common::GetGroupsForUserResponseProto;
using hadoop::common::RpcResponseHeaderProto;

inline const std::string kTestProtocol = "org.apache.hadoop.test.EchoProtocol";

inline std::string text_request(std::string text) {
  GetGroupsForUserRequestProto request;
  request.set_user(std::move(text));
  return request.SerializeAsString();
}

inline std::string text_of_response(std::string_view bytes) {
  GetGroupsForUserResponseProto response;
  if (!response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return "<malformed>";
  return response.groups_size() == 0 ? "" : response.groups(0);
}

// The methods take a text and answer one.
class EchoProtocol {
 public:
  using Request = GetGroupsForUserRequestProto;
  using Response = GetGroupsForUserResponseProto;

  static Response answer(std::string text) {
    Response response;
    response.add_groups(std::move(text));
    return response;
  }

  Result<Response> echo(const Request& request, Call&) { return answer(request.user()); }

  Result<Response> who(const Request&, Call& call) {
    return answer(call.user() + "/" + call.real_user() + "@" + call.remote_address() + " " +
                  std::string(call.caller_context()) + " #" + std::to_string(call.call_id()) + "." +
                  std::to_string(call.retry_count()));
  }

  Result<Response> refuse(const Request& request, Call&) {
    return Error{ErrorCode::kFileNotFound, "File does not exist: " + request.user()};
  }

  Result<Response> break_down(const Request& request, Call&) {
    throw std::runtime_error("broken " + request.user());
  }

  Result<Response> big(const Request& request, Call&) {
    return answer(std::string(std::stoul(request.user()), 'b'));
  }

  // Holds its answer back until the sequence named in the request.
  Result<Response> hold(const Request& request, Call& call) {
    call.hold_until(std::stoull(request.user()));
    return answer(request.user());
  }

  // Counts how often it really ran; fails while `failures` lasts.
  Result<Response> once(const Request& request, Call& call) {
    const int run = ++runs;
    call.hold_until(hold_sequence);
    if (failures-- > 0) return Error{ErrorCode::kSafeMode, "not now"};
    return answer(request.user() + " " + std::to_string(run));
  }

  // Suspends until a call of release().
  Task<Result<Response>> park(const Request& request, Call& call) {
    ++parked;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (!released) {
      timer.expires_after(std::chrono::milliseconds(1));
      co_await timer.async_wait(asio::use_awaitable);
    }
    co_return answer(request.user() + " for " + call.user());
  }

  Task<Result<Response>> park_and_break(const Request&, Call&) {
    throw std::runtime_error("broken later");
    co_return Response{};
  }

  std::atomic<int> runs{0};
  std::atomic<int> failures{0};
  std::atomic<std::uint64_t> hold_sequence{0};
  std::atomic<int> parked{0};
  std::atomic<bool> released{false};
};

class ManualBarrier final : public DurabilityBarrier {
 public:
  std::uint64_t durable_sequence() const override { return sequence_; }
  bool failed() const override { return failed_; }
  void on_advance(std::function<void(std::uint64_t)> advanced) override {
    const std::lock_guard lock(mutex_);
    advanced_ = std::move(advanced);
  }
  void advance(std::uint64_t to) {
    sequence_ = to;
    tell(to);
  }
  void fail() {
    failed_ = true;
    tell(sequence_);
  }

 private:
  void tell(std::uint64_t sequence) {
    const std::lock_guard lock(mutex_);
    if (advanced_) advanced_(sequence);
  }

  std::atomic<std::uint64_t> sequence_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::function<void(std::uint64_t)> advanced_;
};

// Waits for what another thread brings about. The bound only ends a test that has failed anyway.
template <class Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 20'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

// A blocking socket that speaks in frames, or in whatever a test makes up.
class RawPeer {
 public:
  explicit RawPeer(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "connect");
  }
  ~RawPeer() { ::close(fd_); }
  RawPeer(const RawPeer&) = delete;

  // False when the server has closed the connection.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  void hello(const ClientUser& user = {"alice"}) {
    ByteBuffer out;
    ClientHandshake(context_, user, nullptr).begin(out);
    send(out.readable());
  }

  void call(std::string_view method, std::string text, std::int32_t call_id,
            std::int32_t retry_count = 0) {
    const std::string request = text_request(std::move(text));
    ByteBuffer out;
    append_call(out, context_, {method, request, call_id, retry_count});
    send(out.readable());
  }

  struct Answer {
    RpcResponseHeaderProto header;
    std::string text;  // of a response
    std::int32_t call_id() const { return static_cast<std::int32_t>(header.callid()); }
  };

  // The next answer; nothing when the connection has ended.
  std::optional<Answer> receive() {
    for (;;) {
      const auto length = peek_frame_length(in_.readable());
      if (length && in_.size() >= kLengthBytes + *length) break;
      if (!read_more()) return std::nullopt;
    }
    const std::uint32_t length = *peek_frame_length(in_.readable());
    std::string_view rest = in_.readable().substr(kLengthBytes, length);
    Answer answer;
    check(bool(parse_message(answer.header, *take_delimited(rest))), "a response header");
    if (const auto response = take_delimited(rest)) answer.text = text_of_response(*response);
    check(rest.empty(), "nothing follows a response");
    in_.consume(kLengthBytes + length);
    return answer;
  }

  // Everything until the connection ends.
  std::string drain() {
    while (read_more()) {
    }
    std::string all(in_.readable());
    in_.consume(in_.size());
    return all;
  }

  RequestContext& context() { return context_; }

 private:
  bool read_more() {
    const auto room = in_.prepare(4096);
    const ssize_t n = ::recv(fd_, room.data(), room.size(), 0);
    if (n > 0) in_.commit(static_cast<std::size_t>(n));
    return n > 0;
  }

  const int fd_;
  RequestContext context_{kTestProtocol, 1, std::string(kClientIdBytes, 'c'), "CLI"};
  ByteBuffer in_;
};

// A server of the EchoProtocol on two io threads.
class RpcServerTest : public testing::Test {
 protected:
  RpcServerTest() : service_(kTestProtocol, 1) {
    service_.bind("echo", Retry::kIdempotent, protocol_, &EchoProtocol::echo);
    service_.bind("who", Retry::kIdempotent, protocol_, &EchoProtocol::who);
    service_.bind("refuse", Retry::kIdempotent, protocol_, &EchoProtocol::refuse);
    service_.bind("breakDown", Retry::kIdempotent, protocol_, &EchoProtocol::break_down);
    service_.bind("big", Retry::kIdempotent, protocol_, &EchoProtocol::big);
    service_.bind("hold", Retry::kIdempotent, protocol_, &EchoProtocol::hold);
    service_.bind("once", Retry::kAtMostOnce, protocol_, &EchoProtocol::once);
    service_.bind("park", Retry::kIdempotent, protocol_, &EchoProtocol::park);
    service_.bind("parkAndBreak", Retry::kIdempotent, protocol_, &EchoProtocol::park_and_break);
    service_.bind_unsupported("later");
    options_.barrier = &barrier_;
    options_.retry_cache = &retry_cache_;
  }

  void start() {
    server_ = std::make_unique<Server>(pool_, options_);
    server_->add(service_);
    const auto started = server_->start();
    ASSERT_TRUE(started) << started.error().message;
    options_.address.port = server_->port();  // a second start() takes the same one
  }

  std::uint16_t port() const { return server_->port(); }

  SystemClock clock_;
  IoPool pool_{2};
  EchoProtocol protocol_;
  Service service_;
  ManualBarrier barrier_;
  RetryCache retry_cache_{clock_};
  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

}  // namespace mammoth::rpc
