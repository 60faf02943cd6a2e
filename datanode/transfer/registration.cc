#include "datanode/transfer/registration.h"

#include <fmt/format.h>

namespace mammoth::datanode {

void Registration::set(std::string pool_id, const ::hadoop::hdfs::DatanodeIDProto& id) {
  const std::lock_guard lock(mutex_);
  pool_id_ = std::move(pool_id);
  id_ = id;
  changed_.notify_all();
}

std::optional<::hadoop::hdfs::DatanodeIDProto> Registration::id() const {
  const std::lock_guard lock(mutex_);
  return id_;
}

Result<void> Registration::wait_for(const std::string& pool_id,
                                    std::chrono::milliseconds limit) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, limit, [this] { return id_ || closed_; });
  if (id_ && pool_id_ == pool_id && !closed_) return {};
  return Error{ErrorCode::kIo, fmt::format("Not ready to serve the block pool, {}.", pool_id)};
}

void Registration::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace mammoth::datanode
