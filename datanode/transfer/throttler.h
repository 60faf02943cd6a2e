// How much this datanode does for the balancer, in bytes and in moves at a time (Hadoop:
// DataXceiverServer.BlockBalanceThrottler, DataTransferThrottler).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

#include "common/async/task.h"

namespace mammoth::datanode {

// Thread-safe. The bandwidth is shared by all moves.
class BalanceThrottler {
 public:
  BalanceThrottler(std::uint64_t bytes_per_second, std::size_t max_moves);

  // May be changed at any time.
  std::atomic<std::uint64_t>& bytes_per_second() { return bytes_per_second_; }

  // A place among the moves; none when all are taken. Frees it when destroyed.
  class Place {
   public:
    explicit Place(BalanceThrottler* owner) : owner_(owner) {}
    Place(Place&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place();
    explicit operator bool() const { return owner_ != nullptr; }

   private:
    BalanceThrottler* owner_;
  };
  Place acquire();
  std::size_t max_moves() const { return max_moves_; }
  // Those under way go on.
  void set_max_moves(std::size_t moves) { max_moves_ = moves; }

  // Accounts for `bytes` that were just moved and waits as long as the bandwidth demands.
  Task<> pass(std::uint64_t bytes);

 private:
  Duration delay_after(std::uint64_t bytes);

  std::atomic<std::size_t> max_moves_;
  std::atomic<std::uint64_t> bytes_per_second_;
  std::atomic<std::size_t> moves_ = 0;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point free_at_{};  // guarded by mutex_; when all so far has passed
};

}  // namespace mammoth::datanode
