#include "spark-core/net/outbox.h"

#include <utility>

#include "common/base/log.h"

namespace mammoth::spark::net {

Outbox::Outbox(Socket& socket) : socket_(socket), sender_([this] { send(); }) {}

void Outbox::close() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(closing_, true)) return;
    socket_.shutdown();
  }
  changed_.notify_one();
  sender_.join();
}

void Outbox::interrupt() {
  const std::lock_guard lock(mutex_);
  if (!closing_) socket_.shutdown();
}

void Outbox::post(std::uint8_t kind, std::string body) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({kind, std::move(body)});
  }
  changed_.notify_one();
}

void Outbox::send() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (closing_) return;
    const Frame frame = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      send_frame(socket_, frame.kind, frame.body);
    } catch (const std::exception& error) {
      log::debug("spark-net", "{}", error.what());
      interrupt();
    }
    lock.lock();
  }
}

}  // namespace mammoth::spark::net
