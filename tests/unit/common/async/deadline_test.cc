#include "common/async/deadline.h"

#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace mammoth {
namespace {

Task<int> sleep_then(Duration how_long, int value, bool& cancelled) {
  asio::steady_timer timer(co_await asio::this_coro::executor, how_long);
  try {
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const boost::system::system_error&) {
    cancelled = true;
    throw;
  }
  co_return value;
}

Task<> sleep_or_fail(Duration how_long, bool fails, bool& cancelled) {
  co_await sleep_then(how_long, 0, cancelled);
  if (fails) throw std::runtime_error("failed");
}

template <class T>
T run(Task<T> task) {
  asio::io_context context;
  std::optional<T> result;
  std::exception_ptr failure;
  asio::co_spawn(context, std::move(task), [&](std::exception_ptr e, T value) {
    failure = e;
    result = std::move(value);
  });
  context.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

Task<int> both_then_zero(Task<> a, Task<> b) {
  co_await both(std::move(a), std::move(b));
  co_return 0;
}

constexpr Duration kSoon = std::chrono::milliseconds(1);
constexpr Duration kNever = std::chrono::hours(1);

TEST(WithDeadlineTest, ReturnsTheValueOfWorkThatIsInTime) {
  // The common case: an answer long before the limit.
  bool cancelled = false;
  EXPECT_EQ(run(with_deadline(sleep_then(kSoon, 7, cancelled), kNever)), 7);
  EXPECT_FALSE(cancelled);
}

TEST(WithDeadlineTest, CancelsWorkThatIsLateAndWaitsForItsEnd) {
  // A peer that never answers: the work is unwound when DeadlineExceeded arrives.
  bool cancelled = false;
  EXPECT_THROW(run(with_deadline(sleep_then(kNever, 7, cancelled), kSoon)), DeadlineExceeded);
  EXPECT_TRUE(cancelled);
}

TEST(BothTest, FirstFailureCancelsTheOtherAndIsRethrown) {
  // One half of a conversation breaks: the other half must not wait for ever.
  bool first_cancelled = false;
  bool second_cancelled = false;
  EXPECT_THROW(run(both_then_zero(sleep_or_fail(kSoon, true, first_cancelled),
                                  sleep_or_fail(kNever, false, second_cancelled))),
               std::runtime_error);
  EXPECT_FALSE(first_cancelled);
  EXPECT_TRUE(second_cancelled);
}

TEST(BothTest, WaitsForBoth) {
  // Success needs the slower half too.
  bool cancelled = false;
  EXPECT_EQ(run(both_then_zero(sleep_or_fail(kSoon, false, cancelled),
                               sleep_or_fail(2 * kSoon, false, cancelled))),
            0);
  EXPECT_FALSE(cancelled);
}

}  // namespace
}  // namespace mammoth
