// Servers that misbehave: played by a socket that says what each test likes.
#include <gtest/gtest.h>

#include "common/rpc/blocking_client.h"
#include "common/rpc/connection_header.h"
#include "common/rpc/response.h"
#include "tests/unit/common/rpc/rpc_fixture.h"

namespace mammoth::rpc {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;

// Accepts one connection, reads frames and writes bytes.
class ScriptedServer {
 public:
  ScriptedServer() : listen_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    check(::bind(listen_, reinterpret_cast<sockaddr*>(&address), size) == 0, "bind");
    check(::listen(listen_, 5) == 0, "listen");
    ::getsockname(listen_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ~ScriptedServer() {
    hang_up();
    ::close(listen_);
  }

  std::uint16_t port() const { return port_; }

  void accept() {
    hang_up();
    fd_ = ::accept(listen_, nullptr, nullptr);
    read(kConnectionHeaderBytes);
  }
  void hang_up() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

  // The call id of the next frame.
  std::int32_t next_call_id() {
    const std::string frame = read(*peek_frame_length(read(kLengthBytes)));
    std::string_view rest = frame;
    hadoop::common::RpcRequestHeaderProto header;
    check(bool(parse_message(header, *take_delimited(rest))), "a request header");
    client_id_ = header.clientid();
    return header.callid();
  }
  // The call id of the next call, past context and pings.
  std::int32_t next_call() {
    std::int32_t id = next_call_id();
    while (id < 0) id = next_call_id();
    return id;
  }

  void send(std::string_view bytes) { ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  void answer(std::int32_t call_id, const std::string& text) {
    const Peer nobody;
    const Call call(nobody, {.client_id = client_id_, .call_id = call_id});
    ByteBuffer out;
    append_success(out, call, EchoProtocol::answer(text).SerializeAsString());
    send(out.readable());
  }
  std::string client_id_;

 private:
  std::string read(std::size_t bytes) {
    std::string all(bytes, '\0');
    check(::recv(fd_, all.data(), bytes, MSG_WAITALL) == static_cast<ssize_t>(bytes), "read");
    return all;
  }

  const int listen_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
};

class HostileServerTest : public testing::Test {
 protected:
  explicit HostileServerTest() {
    options_.retry = {.max_attempts = 5, .first_delay = milliseconds(1)};
  }

  // Runs one call in the background while the test plays the server.
  std::string call_while(std::function<void()> script) {
    std::string outcome;
    std::thread caller([&] {
      BlockingClient client(options_);
      const auto proxy = client.proxy({.addresses = {{"127.0.0.1", server_.port()}},
                                       .protocol = kTestProtocol,
                                       .user = "alice"});
      const auto answer = proxy->call_bytes("echo", text_request("x"));
      outcome = answer ? text_of_response(*answer) : answer.error().message;
    });
    script();
    caller.join();
    return outcome;
  }

  ScriptedServer server_;
  ClientOptions options_;
};

TEST_F(HostileServerTest, HelloAndFirstCallComeTogether) {
  // The client does not wait after its hello: preamble, context, call, as Hadoop's does.
  EXPECT_EQ(call_while([&] {
              server_.accept();
              EXPECT_EQ(server_.next_call_id(), kConnectionContextCallId);
              EXPECT_EQ(server_.next_call_id(), 0);
              server_.answer(0, "answered");
            }),
            "answered");
}

TEST_F(HostileServerTest, NonsenseEndsTheConnectionAndTheCallIsRepeated) {
  // Each of these breaks the connection; on a healthy one the call succeeds.
  for (const std::string& nonsense :
       {"\x7f\xff\xff\xff"s, "\0\0\0\3\xff\xff\xff"s, "\0\0\0\0"s, "HTTP/1.1 404 Not Found\r\n"s}) {
    EXPECT_EQ(call_while([&] {
                server_.accept();
                server_.next_call();
                server_.send(nonsense);
                server_.accept();
                server_.answer(server_.next_call(), "repeated");
              }),
              "repeated");
  }
}

TEST_F(HostileServerTest, AnswerToSomebodyElseIsNotTaken) {
  // A confused proxy in between: the client id does not match.
  EXPECT_EQ(call_while([&] {
              server_.accept();
              const std::int32_t id = server_.next_call();
              server_.client_id_ = std::string(kClientIdBytes, 'z');
              server_.answer(id, "stolen");
              server_.accept();
              server_.answer(server_.next_call(), "mine");
            }),
            "mine");
}

TEST_F(HostileServerTest, UnknownCallIdsAreIgnored) {
  // An answer to a call that timed out long ago.
  EXPECT_EQ(call_while([&] {
              server_.accept();
              const std::int32_t id = server_.next_call();
              server_.answer(4711, "late");
              server_.answer(id, "right");
            }),
            "right");
}

TEST_F(HostileServerTest, FatalAnswerIsTheReason) {
  // The server ends the connection with a word: that word is the error, and is final.
  EXPECT_EQ(call_while([&] {
              server_.accept();
              server_.next_call();
              ByteBuffer out;
              append_fatal(out, {.code = FatalCode::kUnauthorized,
                                 .java_class = "org.apache.hadoop.security.AccessControlException",
                                 .message = "not you"});
              server_.send(out.readable());
            }),
            "not you");
}

TEST_F(HostileServerTest, WaitingClientPings) {
  // The server takes long: the client shows that it is alive, twice, and still gets its answer.
  options_.ping_interval = milliseconds(20);
  EXPECT_EQ(call_while([&] {
              server_.accept();
              const std::int32_t id = server_.next_call();
              EXPECT_EQ(server_.next_call_id(), kPingCallId);
              EXPECT_EQ(server_.next_call_id(), kPingCallId);
              server_.answer(id, "at last");
            }),
            "at last");
}

}  // namespace
}  // namespace mammoth::rpc
