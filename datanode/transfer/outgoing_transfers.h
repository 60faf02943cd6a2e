// The copies of replicas that the NameNode has ordered (Hadoop: DataNode.transferBlocks).
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "datanode/transfer/replica_transfer.h"

namespace mammoth::datanode {

// Thread-safe. Threads are started as they are needed, up to kMaxThreads; beyond kMaxQueued orders are
// dropped, and the NameNode gives them again. Destruction breaks off what is under way.
class OutgoingTransfers {
 public:
  static constexpr std::size_t kMaxThreads = 16;
  static constexpr std::size_t kMaxQueued = 1000;

  // `context` must outlive this.
  explicit OutgoingTransfers(const TransferContext& context);
  ~OutgoingTransfers();
  OutgoingTransfers(const OutgoingTransfers&) = delete;
  OutgoingTransfers& operator=(const OutgoingTransfers&) = delete;

  // Copies a finalized replica. One that is not there any more is passed over, one that is shorter
  // than ordered is reported as corrupt.
  void start(TransferOrder order);
  std::uint32_t in_progress() const { return in_progress_; }

 private:
  void serve();
  void carry_out(TransferOrder order);
  bool is_possible(const TransferOrder& order) const;

  const TransferContext& context_;
  std::atomic<std::uint32_t> in_progress_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<TransferOrder> queue_;             // guarded by mutex_
  std::vector<std::thread> threads_;            // guarded by mutex_
  std::vector<asio::io_context*> active_;       // guarded by mutex_; to be stopped
  std::size_t idle_ = 0;                        // guarded by mutex_
  bool stopping_ = false;                       // guarded by mutex_
};

}  // namespace mammoth::datanode
