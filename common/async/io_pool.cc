#include "common/async/io_pool.h"

#include <pthread.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <string>

namespace mammoth {

namespace {

void serve(asio::io_context& context, std::size_t number) {
  pthread_setname_np(pthread_self(), ("io-" + std::to_string(number)).c_str());
  const auto work = asio::make_work_guard(context);
  context.run();
}

}  // namespace

IoPool::IoPool(std::size_t threads) {
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  for (std::size_t i = 0; i < threads; ++i)
    contexts_.push_back(std::make_unique<asio::io_context>(/*concurrency_hint=*/1));
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back(serve, std::ref(at(i)), i);
}

IoPool::~IoPool() {
  for (auto& context : contexts_) context->stop();
  for (auto& thread : threads_) thread.join();
}

}  // namespace mammoth
