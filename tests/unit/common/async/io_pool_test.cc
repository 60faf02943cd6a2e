#include "common/async/io_pool.h"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <set>

namespace mammoth {
namespace {

std::thread::id thread_of(asio::io_context& context) {
  return asio::post(context, asio::use_future([] { return std::this_thread::get_id(); })).get();
}

TEST(IoPoolTest, EachContextHasOneThreadOfItsOwn) {
  // Whatever is pinned to a context relies on always running on the same thread.
  IoPool pool(3);
  ASSERT_EQ(pool.size(), 3u);
  std::set<std::thread::id> threads;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    EXPECT_EQ(thread_of(pool.at(i)), thread_of(pool.at(i)));
    threads.insert(thread_of(pool.at(i)));
  }
  EXPECT_EQ(threads.size(), 3u);
}

TEST(IoPoolTest, NextGoesRound) {
  // Connections are spread evenly: two rounds visit every context twice.
  IoPool pool(2);
  asio::io_context* const first = &pool.next();
  asio::io_context* const second = &pool.next();
  EXPECT_NE(first, second);
  EXPECT_EQ(&pool.next(), first);
  EXPECT_EQ(&pool.next(), second);
}

TEST(IoPoolTest, ZeroThreadsMeansOnePerCpu) {
  // An unset option must not make a pool that serves nobody.
  IoPool pool(0);
  EXPECT_GE(pool.size(), 1u);
}

}  // namespace
}  // namespace mammoth
