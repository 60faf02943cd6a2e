// The server as clients meet it, over real sockets: what it keeps open, what it streams, what it
// refuses.
#include "common/http/server.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <thread>

namespace mammoth::http {
namespace {

using boost::asio::ip::tcp;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Answers what it was asked; the path says how.
void serve(Exchange& exchange) {
  const Request& request = exchange.request();
  if (request.path == "/unread")
    return exchange.respond({.status = 307, .headers = {{"Location", "http://x/\r\nEvil: 1"}}});
  if (request.path == "/throw") throw std::runtime_error("broken");
  if (request.path == "/short") {
    exchange.begin({}, 10);
    return exchange.write("12345");
  }
  if (request.path == "/stream") {
    exchange.begin({.body = "first "}, std::nullopt);
    return exchange.write("second");
  }
  std::size_t count = 0;
  std::vector<std::byte> piece(1'000);
  while (const std::size_t more = exchange.read(piece)) count += more;
  exchange.respond({.body = fmt::format("{} {} {}", request.method, request.path, count)});
}

class Client {
 public:
  explicit Client(std::uint16_t port) {
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
  }
  void send(std::string_view text) { boost::asio::write(socket_, boost::asio::buffer(text)); }
  std::string read_until(std::string_view end) {
    const std::size_t size =
        boost::asio::read_until(socket_, boost::asio::dynamic_buffer(buffer_), end);
    std::string text = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return text;
  }
  // A whole answer that has a Content-Length: its head and its body.
  std::string answer() {
    std::string text = read_until("\r\n\r\n");
    const auto length = text.find("Content-Length: ");
    if (length == std::string::npos) return text;
    const std::size_t size = std::stoul(text.substr(length + 16));
    if (buffer_.size() < size) {
      std::string rest(size - buffer_.size(), '\0');
      boost::asio::read(socket_, boost::asio::buffer(rest));
      buffer_ += rest;
    }
    text += buffer_.substr(0, size);
    buffer_.erase(0, size);
    return text;
  }
  // Everything until the server closes.
  std::string rest() {
    boost::system::error_code end;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(buffer_), end);
    return std::exchange(buffer_, {});
  }

 private:
  boost::asio::io_context io_;
  tcp::socket socket_{io_};
  std::string buffer_;
};

class HttpServer : public ::testing::Test {
 protected:
  Client connect() { return Client(server_->port()); }
  void start(ServerOptions options = {}) {
    options.handler_threads = 2;
    server_.emplace(options, serve);
    ASSERT_TRUE(server_->start());
  }
  std::optional<Server> server_;
};

TEST_F(HttpServer, AnswersRequestAfterRequestOnOneConnection) {
  start();
  Client client = connect();
  for (int i = 0; i < 3; ++i) {
    client.send("GET /a%20b?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_THAT(client.answer(), HasSubstr("\r\n\r\nGET /a b 0"));
  }
  client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");  // at once
  EXPECT_THAT(client.answer(), HasSubstr("GET /1"));
  EXPECT_THAT(client.answer(), HasSubstr("GET /2"));
}

TEST_F(HttpServer, ClosesWhenAskedAndForHttp10) {
  start();
  Client client = connect();
  client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.rest(), HasSubstr("Connection: close\r\n"));
  Client old = connect();
  old.send("GET /stream HTTP/1.0\r\n\r\n");
  const std::string answer = old.rest();
  EXPECT_THAT(answer, HasSubstr("\r\n\r\nfirst second"));  // no chunks for those who know none
  EXPECT_EQ(answer.find("chunked"), std::string::npos);
}

TEST_F(HttpServer, ReadsBodiesWithLengthAndInChunks) {
  start();
  Client client = connect();
  client.send("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3000\r\n\r\n" + std::string(3'000, 'x'));
  EXPECT_THAT(client.answer(), HasSubstr("PUT /b 3000"));
  client.send("PUT /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
              "5\r\nhello\r\n6;name=value\r\n world\r\n0\r\n\r\n");
  EXPECT_THAT(client.answer(), HasSubstr("PUT /c 11"));
}

TEST_F(HttpServer, WritesInChunks) {
  start();
  Client client = connect();
  client.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.read_until("0\r\n\r\n"),
              HasSubstr("Transfer-Encoding: chunked\r\n\r\n6\r\nfirst \r\n6\r\nsecond\r\n0\r\n\r\n"));
}

TEST_F(HttpServer, HeadHasAHeadOnly) {
  start();
  Client client = connect();
  client.send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\nGET /y HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("Content-Length: 9"));
  EXPECT_THAT(client.answer(), HasSubstr("GET /y 0"));
}

TEST_F(HttpServer, AsksForABodyOnlyWhenItIsWanted) {
  start();
  Client client = connect();
  client.send("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("12345");
  EXPECT_THAT(client.answer(), HasSubstr("PUT /b 5"));

  client.send("PUT /unread HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 307"));
}

// Many clients send the whole body to the NameNode before they read that it goes elsewhere.
TEST_F(HttpServer, ThrowsAwayABodyThatNobodyReads) {
  start();
  Client client = connect();
  client.send("PUT /unread HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n" +
              std::string(3'000'000, 'x'));
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 307"));
  client.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.answer(), HasSubstr("GET /next"));
}

TEST_F(HttpServer, AHeaderCannotHoldALineEnd) {
  start();
  Client client = connect();
  client.send("GET /unread HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.answer(), HasSubstr("Location: http://x/??Evil: 1\r\n"));
}

TEST_F(HttpServer, RefusesWhatIsMalformedAndCloses) {
  start();
  const std::pair<const char*, const char*> cases[] = {
      {"nonsense\r\n\r\n", "HTTP/1.1 400"},
      {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400"},  // no Host
      {"GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 400"},
      {"GET x HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 400"},
      {"GET / HTTP/3.7\r\nHost: h\r\n\r\n", "HTTP/1.1 505"},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 505"},
      {"GET / HTTP/1.1\r\nHost : h\r\n\r\n", "HTTP/1.1 400"},
      {"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 400"},
      {"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
       "HTTP/1.1 400"},
      {"PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 400"},
  };
  for (const auto& [request, status] : cases) {
    Client client = connect();
    client.send(request);
    EXPECT_THAT(client.rest(), StartsWith(status)) << request;
  }
}

TEST_F(HttpServer, BoundsHeadsAndBodies) {
  start({.max_head_bytes = 1'000, .max_body_bytes = 100});
  Client client = connect();
  client.send("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(2'000, 'x') + "\r\n\r\n");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 431"));
  Client second = connect();
  second.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n");
  EXPECT_THAT(second.rest(), StartsWith("HTTP/1.1 413"));
  Client third = connect();
  third.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n" +
             std::string(128, 'x'));
  EXPECT_THAT(third.rest(), StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpServer, ClosesConnectionsAboveTheLimitAndIdleOnes) {
  start({.max_connections = 2, .max_idle = std::chrono::milliseconds(300)});
  Client first = connect();
  Client second = connect();
  first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  second.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(first.answer(), HasSubstr("200 OK"));
  EXPECT_THAT(second.answer(), HasSubstr("200 OK"));
  EXPECT_EQ(connect().rest(), "");
  first.send("GET / HTT");  // and falls silent
  EXPECT_EQ(first.rest(), "");
  EXPECT_EQ(second.rest(), "");
}

TEST_F(HttpServer, AHandlerThatFailsIsA500AndABodyThatEndsEarlyIsNoticed) {
  start();
  Client client = connect();
  client.send("GET /throw HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 500"));
  Client second = connect();
  second.send("GET /short HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string answer = second.rest();
  EXPECT_TRUE(answer.ends_with("\r\n\r\n12345")) << answer;  // five of ten, and the end
}

TEST_F(HttpServer, StopEndsHandlersThatWaitForTheirClients) {
  start();
  Client client = connect();
  client.send("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n1");
  while (server_->open_connections() == 0) std::this_thread::yield();
  const auto begin = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_EQ(server_->open_connections(), 0u);
}

TEST_F(HttpServer, RefusesAddressesThatStrangersReach) {
  Server open({.address = {"0.0.0.0", 0}}, serve);
  EXPECT_FALSE(open.start());
  Server allowed({.address = {"0.0.0.0", 0}, .allow_unauthenticated_remote = true}, serve);
  EXPECT_TRUE(allowed.start());
}

}  // namespace
}  // namespace mammoth::http
