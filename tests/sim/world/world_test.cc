// The world itself: threads, clocks and sockets of two programs that know nothing of it.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "tests/sim/world/history.h"
#include "tests/sim/world/network.h"

namespace mammoth::sim {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

constexpr std::uint16_t kPort = 7000;

asio::awaitable<void> echo(tcp::socket socket) {
  std::array<char, 1000> buffer;
  for (;;) {
    boost::system::error_code error;
    const std::size_t count = co_await socket.async_read_some(
        asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    co_await asio::async_write(socket, asio::buffer(buffer, count), asio::use_awaitable);
  }
}

asio::awaitable<void> serve(asio::io_context& io) {
  tcp::acceptor acceptor(io, {tcp::v4(), kPort});
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(io, echo(std::move(socket)), asio::detached);
  }
}

void run_server() {
  asio::io_context io;
  asio::co_spawn(io, serve(io), asio::detached);
  io.run();
}

tcp::endpoint server_at(const Node& node) {
  return {asio::ip::address_v4(node.address), kPort};
}

// Sends `bytes` and reads them again, some hundred kilobytes against a small window.
asio::awaitable<std::string> converse(tcp::endpoint to, const std::string& bytes) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(to, asio::use_awaitable);
  std::string back(bytes.size(), '\0');
  asio::co_spawn(co_await asio::this_coro::executor,
                 asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable),
                 asio::detached);
  co_await asio::async_read(socket, asio::buffer(back), asio::use_awaitable);
  co_return back;
}

std::string talk(World& world) {
  Node& server = world.add_node("server");
  Node& client = world.add_node("client");
  world.network().window_bytes = 10'000;
  world.spawn(server, run_server);
  std::promise<std::string> answer;
  world.spawn(client, [&] {
    std::this_thread::sleep_for(1s);
    asio::io_context io;
    const std::string bytes(300'000, 'x');
    auto conversation = asio::co_spawn(io, converse(server_at(server), bytes), asio::use_future);
    io.run();
    answer.set_value(conversation.get() == bytes ? "the same" : "others");
  });
  return answer.get_future().get();
}

TEST(World, TwoProgramsTalk) {
  const History history = live(1, talk);
  EXPECT_TRUE(history.good) << history.words;
  EXPECT_EQ(history.words, "the same");
  EXPECT_GT(history.simulated, kSecond);
}

TEST(World, OneSeedIsOneHistory) {
  const History first = live(7, talk), second = live(7, talk), other = live(8, talk);
  EXPECT_TRUE(first.good) << first.words;
  EXPECT_EQ(first.trace, second.trace);
  EXPECT_EQ(first.simulated, second.simulated);
  EXPECT_NE(first.trace, other.trace);
}

TEST(World, AnHourOfSleepTakesNoTime) {
  const History history = live(1, [](World&) -> std::string {
    const auto begin = std::chrono::steady_clock::now();
    std::thread other([] { std::this_thread::sleep_for(30min); });
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    require(never.wait_for(lock, 1h) == std::cv_status::timeout, "woken");
    other.join();
    const auto took = std::chrono::steady_clock::now() - begin;
    require(took >= 1h && took < 1h + 1s, "the clock");
    return {};
  });
  EXPECT_TRUE(history.good) << history.words;
}

TEST(World, LocksExclude) {
  const History history = live(3, [](World&) -> std::string {
    std::mutex mutex;
    int inside = 0, count = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 10; ++i)
      threads.emplace_back([&] {
        for (int turn = 0; turn < 20; ++turn) {
          const std::lock_guard lock(mutex);
          require(++inside == 1, "two inside");
          std::this_thread::yield();
          --inside;
          ++count;
        }
      });
    for (auto& thread : threads) thread.join();
    return std::to_string(count);
  });
  EXPECT_TRUE(history.good) << history.words;
  EXPECT_EQ(history.words, "200");
}

// What a client sees when `happens` one second after it connected, and it then sends.
std::string seen_by_client(World& world,
                           const std::function<void(Node& server, Node& client)>& happens) {
  Node& server = world.add_node("server");
  Node& client = world.add_node("client");
  world.spawn(server, run_server);
  std::promise<std::string> answer;
  world.spawn(client, [&] {
    std::this_thread::sleep_for(1s);
    asio::io_context io;
    tcp::socket socket(io);
    socket.connect(server_at(server));
    std::this_thread::sleep_for(2s);
    boost::system::error_code error;
    char byte = 'x';
    asio::write(socket, asio::buffer(&byte, 1), error);
    if (!error) asio::read(socket, asio::buffer(&byte, 1), error);
    answer.set_value(error ? error.message() : "an answer");
  });
  std::this_thread::sleep_for(2s);
  happens(server, client);
  return answer.get_future().get();
}

TEST(World, AKilledServerIsTheEndOfItsConnections) {
  const History history = live(5, [](World& world) {
    return seen_by_client(world, [&](Node& server, Node&) { world.kill(server); });
  });
  EXPECT_TRUE(history.good) << history.words;
  EXPECT_NE(history.words, "an answer");
}

TEST(World, ACutWayDelaysAndABrokenOneEnds) {
  const History short_cut = live(5, [](World& world) {
    return seen_by_client(world, [&](Node& server, Node& client) {
      world.network().cut(server, client, true);
      std::this_thread::sleep_for(60s);
      world.network().heal();
    });
  });
  EXPECT_EQ(short_cut.words, "an answer");
  EXPECT_GT(short_cut.simulated, 60 * kSecond);
  const History one_way = live(5, [](World& world) {
    return seen_by_client(
        world, [&](Node& server, Node& client) { world.network().way(client, server).cut = true; });
  });
  EXPECT_EQ(one_way.words, "Connection timed out");
}

TEST(World, WithoutPowerNobodyIsToldAndAfterwardsTheConnectionIsUnknown) {
  const History history = live(5, [](World& world) {
    return seen_by_client(world, [&](Node& server, Node&) {
      world.cut_power(server);
      std::this_thread::sleep_for(100s);
      world.revive(server);
    });
  });
  EXPECT_EQ(history.words, "Connection reset by peer");
  EXPECT_GT(history.simulated, 100 * kSecond);
}

TEST(World, AFullDiskIsFullForOneNode) {
  const History history = live(5, [](World& world) -> std::string {
    Node& node = world.add_node("node");
    node.disk.write_error = ENOSPC;
    std::promise<int> refused;
    world.spawn(node, [&] {
      refused.set_value(::open("/tmp/mammoth-never-made", O_CREAT | O_WRONLY, 0600) < 0 ? errno
                                                                                        : 0);
    });
    require(refused.get_future().get() == ENOSPC, "not refused");
    return {};
  });
  EXPECT_TRUE(history.good) << history.words;
}

}  // namespace
}  // namespace mammoth::sim
