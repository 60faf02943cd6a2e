// The client against a server that answers whatever the test says.
#include "common/http/client.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "common/http/json_value.h"
#include "tests/support/result_matchers.h"

namespace mammoth::http {
namespace {

using boost::asio::ip::tcp;

// Takes one connection, reads until `until`, and sends `answer`.
class OneAnswer {
 public:
  OneAnswer(std::string until, std::string answer)
      : thread_([this, until = std::move(until), answer = std::move(answer)] {
          tcp::socket socket = acceptor_.accept();
          boost::asio::read_until(socket, boost::asio::dynamic_buffer(request), until);
          boost::system::error_code gone;
          boost::asio::write(socket, boost::asio::buffer(answer), gone);
        }) {}
  ~OneAnswer() { join(); }
  void join() {
    if (thread_.joinable()) thread_.join();
  }
  HostPort address() const { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }

  std::string request;  // once joined

 private:
  boost::asio::io_context io_;
  tcp::acceptor acceptor_{io_, {boost::asio::ip::make_address("127.0.0.1"), 0}};
  std::thread thread_;
};

std::span<const std::byte> bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// What a GET is answered with: the status and the body, or why not.
Result<std::string> got(const std::string& answer, std::size_t limit = 1'000) {
  OneAnswer server("\r\n\r\n", answer);
  ClientCall call = TRY(ClientCall::open(server.address(), {.target = "/x"}, {}));
  const ClientAnswer head = TRY(call.answer());
  return std::to_string(head.status) + " " + TRY(call.read_all(limit));
}

TEST(HttpClient, ReadsBodiesOfEveryKind) {
  EXPECT_EQ(got("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef").value(), "200 abc");
  EXPECT_EQ(got("HTTP/1.1 200 OK\r\n\r\nuntil the end").value(), "200 until the end");
  EXPECT_EQ(got("HTTP/1.0 404 No\r\ncontent-length: 0\r\n\r\n").value(), "404 ");
  EXPECT_EQ(got("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n").value(),
            "200 abcde");
  EXPECT_EQ(got("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").value(), "200 ok");
}

TEST(HttpClient, RefusesWhatIsNoAnswer) {
  for (const std::string& answer : std::initializer_list<std::string>{
           "", "SSH-2.0\r\n\r\n", "HTTP/1.1 x\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: -\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "HTTP/1.1 200 OK\r\nA: b\r\n",
           "HTTP/1.1 200 OK\r\n" + std::string(100'000, 'x')})
    EXPECT_EQ(got(answer).error().code, ErrorCode::kIo) << answer.substr(0, 60);
  EXPECT_THAT(got("HTTP/1.1 200 OK\r\n\r\n" + std::string(2'000, 'x')),
              refused(ErrorCode::kIo, "an answer of more than 1000 bytes"));
}

TEST(HttpClient, SendsABodyInChunks) {
  OneAnswer server("0\r\n\r\n", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\nLocation: http://a:1/b?c\r\n"
                                "Content-Type: application/json; charset=utf-8\r\n\r\n");
  auto call = ClientCall::open(server.address(), {.method = "PUT", .target = "/f?op=CREATE", .sends_body = true}, {});
  ASSERT_TRUE(call);
  ASSERT_TRUE(call->write(bytes("hello ")));
  ASSERT_TRUE(call->write({}));
  ASSERT_TRUE(call->write(bytes("world and more")));
  const auto answer = call->answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201u);
  EXPECT_EQ(answer->location, "http://a:1/b?c");
  EXPECT_EQ(answer->content_type, "application/json");
  server.join();
  EXPECT_TRUE(server.request.starts_with("PUT /f?op=CREATE HTTP/1.1\r\n")) << server.request;
  EXPECT_TRUE(server.request.ends_with("6\r\nhello \r\ne\r\nworld and more\r\n0\r\n\r\n")) << server.request;
}

TEST(HttpClient, NobodyListens) {
  boost::asio::io_context io;
  tcp::acceptor closed(io, {boost::asio::ip::make_address("127.0.0.1"), 0});
  const HostPort address{"127.0.0.1", closed.local_endpoint().port()};
  closed.close();
  EXPECT_EQ(ClientCall::open(address, {.target = "/"}, {}).error().code, ErrorCode::kConnect);
}

TEST(JsonValues, AreReadAsTheyAreWritten) {
  const JsonValue value =
      parse_json(R"( {"a":[1,-2.5,true,null,"x\u00e9\n"],"b":{"c":"d"}} )").value();
  EXPECT_EQ(value.find("a")->items.size(), 5u);
  EXPECT_EQ(value.find("a")->items[1].text, "-2.5");
  EXPECT_TRUE(value.find("a")->items[2].truth);
  EXPECT_EQ(value.find("a")->items[4].text, "x\u00e9\n");
  EXPECT_EQ(value.find("b")->string_at("c"), "d");
  EXPECT_EQ(value.find("none"), nullptr);
  for (const std::string& bad : std::initializer_list<std::string>{
           "", "{", "[1,]", "{\"a\"}", "\"\\x\"", "\"", "1 2", std::string(200, '[')})
    EXPECT_EQ(parse_json(bad).error().code, ErrorCode::kIo) << bad;
}

}  // namespace
}  // namespace mammoth::http
