#include "datanode/replicas/writer.h"

namespace mammoth::datanode {

void Writer::leave() {
  const std::lock_guard lock(mutex_);
  gone_ = true;
  interrupt_ = nullptr;
  left_.notify_all();
}

bool Writer::gone() const {
  const std::lock_guard lock(mutex_);
  return gone_;
}

void Writer::interrupt() {
  const std::lock_guard lock(mutex_);
  if (interrupt_) interrupt_();
}

bool Writer::stop(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  if (interrupt_) interrupt_();
  return left_.wait_for(lock, limit, [this] { return gone_; });
}

}  // namespace mammoth::datanode
