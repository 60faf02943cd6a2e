// Who is let in, and what strangers may send.
#include "spark-core/net/server.h"

#include <gtest/gtest.h>

#include "spark-core/net/outbox.h"

namespace mammoth::spark::net {
namespace {

constexpr std::size_t kMost = 100;

// Sends every frame back with its kind plus one.
class Echo : public testing::Test {
 protected:
  Socket connect() {
    Socket socket = Socket::connect("127.0.0.1", server_.port(), std::chrono::seconds(5));
    socket.set_timeout(std::chrono::seconds(5));
    return socket;
  }
  Server server_{"127.0.0.1", 0, "open sesame", [](Socket& socket) {
                   while (true) {
                     const Frame frame = receive_frame(socket, kMost);
                     send_frame(socket, static_cast<std::uint8_t>(frame.kind + 1), frame.body);
                   }
                 }};
};

TEST_F(Echo, WhoKnowsTheSecretTalks) {
  Socket socket = connect();
  authenticate_to_server(socket, "open sesame");
  for (const std::string& body : {std::string(), std::string("x"), std::string(kMost, 'y')}) {
    send_frame(socket, 7, body);
    const Frame answer = receive_frame(socket, kMost);
    EXPECT_EQ(answer.kind, 8);
    EXPECT_EQ(answer.body, body);
  }
}

TEST_F(Echo, WhoGuessesIsRefusedByBothSides) {
  for (const char* secret : {"", "open sesam", "open sesame!"}) {
    Socket socket = connect();
    EXPECT_THROW(authenticate_to_server(socket, secret), ConnectionLost);
  }
}

TEST_F(Echo, WhoSaysNothingOfAProofHearsNothing) {
  Socket socket = connect();
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n and what else there is to say, at some length");
  char byte = 0;
  EXPECT_THROW(socket.read_exactly(&byte, 1), ConnectionLost);
}

TEST_F(Echo, AFrameAboveTheLimitEndsTheConnection) {
  Socket socket = connect();
  authenticate_to_server(socket, "open sesame");
  socket.write(std::string("\xff\xff\xff\xff\x01", 5));
  EXPECT_THROW(receive_frame(socket, kMost), ConnectionLost);
}

TEST_F(Echo, StopEndsConnectionsThatAreOpen) {
  Socket socket = connect();
  authenticate_to_server(socket, "open sesame");
  server_.stop();
  EXPECT_THROW(receive_frame(socket, kMost), ConnectionLost);
}

TEST(Socket, NobodyListensIsToldApart) {
  const int port = [] { return Listener("127.0.0.1", 0).port(); }();
  try {
    Socket::connect("127.0.0.1", port, std::chrono::seconds(5));
    FAIL() << "connected to nobody";
  } catch (const ConnectionLost& lost) {
    EXPECT_TRUE(lost.refused()) << lost.what();
  }
}

TEST(Outbox, SendsInOrderAndOutlivesAPeerThatLeaves) {
  Listener listener("127.0.0.1", 0);
  Socket near = Socket::connect("127.0.0.1", listener.port(), std::chrono::seconds(5));
  std::optional<Socket> far = listener.accept();
  Outbox outbox(near);
  for (int i = 0; i < 100; ++i) outbox.post(static_cast<std::uint8_t>(i), std::string(1000, 'x'));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(receive_frame(*far, 1000).kind, i);
  far.reset();
  for (int i = 0; i < 100; ++i) outbox.post(1, std::string(100'000, 'x'));
  outbox.close();
}

}  // namespace
}  // namespace mammoth::spark::net
