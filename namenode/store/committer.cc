#include "namenode/store/committer.h"

#include <algorithm>
#include <chrono>

#include "common/base/log.h"

namespace mammoth::namenode {
namespace {

constexpr Sequence kCrowd = 16;
constexpr std::chrono::milliseconds kLongestPause{1};

}  // namespace

void Committer::start() {
  thread_ = std::thread([this] { run(); });
}

void Committer::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  thread_.join();
}

Sequence Committer::applied() {
  Sequence sequence = 0;
  {
    const std::lock_guard lock(mutex_);
    sequence = applied_.fetch_add(1, std::memory_order_acq_rel) + 1;
  }
  work_.notify_one();
  return sequence;
}

void Committer::fail(std::string_view reason) {
  if (failed_.exchange(true)) return;
  log::error("store", "nothing can be made durable any more: {}", reason);
  announce();
}

void Committer::on_advance(std::function<void(std::uint64_t)> advanced) {
  const std::lock_guard lock(listener_mutex_);
  listener_ = std::move(advanced);
}

bool Committer::wait_until_durable(Sequence sequence) const {
  std::unique_lock lock(mutex_);
  advanced_.wait(lock, [&] { return durable_sequence() >= sequence || failed(); });
  return durable_sequence() >= sequence;
}

void Committer::run() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [&] { return stopping_ || last_applied() > durable_sequence(); });
      if (last_applied() == durable_sequence()) return;
    }
    if (failed()) return;
    const Sequence before = durable_sequence();
    const auto begin = std::chrono::steady_clock::now();
    try {
      durable_.store(commit_(), std::memory_order_release);
    } catch (const std::exception& error) {
      fail(error.what());
      return;
    }
    announce();
    if (durable_sequence() - before >= kCrowd) {
      const auto taken = std::chrono::steady_clock::now() - begin;
      std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(taken, kLongestPause));
    }
  }
}

void Committer::announce() {
  {
    const std::lock_guard lock(mutex_);
  }
  advanced_.notify_all();
  const std::lock_guard lock(listener_mutex_);
  if (listener_) listener_(durable_sequence());
}

}  // namespace mammoth::namenode
