#include "datanode/transfer/idle_limit.h"

#include <boost/asio/redirect_error.hpp>

namespace mammoth::datanode {

IdleLimit::IdleLimit(asio::any_io_executor executor, Duration limit)
    : timer_(std::move(executor)), limit_(limit) {}

Task<> IdleLimit::guard(Task<> work) {
  touch();
  co_await both(run(std::move(work)), watch());
}

Task<> IdleLimit::run(Task<> work) {
  co_await std::move(work);
  finished_ = true;
  timer_.cancel();
}

Task<> IdleLimit::watch() {
  while (!finished_) {
    timer_.expires_at(last_ + limit_);
    boost::system::error_code cancelled;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    if (!finished_ && std::chrono::steady_clock::now() >= last_ + limit_) throw DeadlineExceeded();
  }
}

}  // namespace mammoth::datanode
