// The power of a disk in memory, and the hand on it. The thread that writes the journal passes here
// before every operation of its disk: it waits until the simulation lets its next frame through,
// and at an operation chosen beforehand the disk is gone. So one seed makes one history, although
// two threads run.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <random>
#include <string_view>

#include "common/io/faulty_disk.h"
#include "common/io/memory_disk.h"

namespace mammoth::namenode {

enum class Outage {
  kProcessDies,  // what was written stays, synced or not
  kPowerCut,     // of what was not synced some pages and some names stay
  kTotalLoss,    // nothing stays that was not synced
};

class PowerSwitch {
 public:
  explicit PowerSwitch(MemoryDisk& disk) : disk_(disk) {}

  // As FaultyDisk::Fault.
  int pass(DiskOperation operation, std::string_view path) {
    std::unique_lock lock(mutex_);
    if (gated_ && is_frame(operation, path)) {
      at_gate_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return passes_ > 0 || !gated_; });
      at_gate_ = false;
      if (passes_ > 0) --passes_;
    }
    if (on_ && operations_left_ && (*operations_left_)-- == 0) cut();
    return on_ ? 0 : EIO;
  }

  // Frames of the journal wait, from now on or no longer.
  void hold_frames(bool hold) {
    const std::lock_guard lock(mutex_);
    gated_ = hold;
    passes_ = 0;
    changed_.notify_all();
  }
  // Lets the one that waits through.
  void let_frame_pass() {
    const std::lock_guard lock(mutex_);
    passes_ = 1;
    at_gate_ = false;
    changed_.notify_all();
  }
  // Until a frame waits, or `otherwise`; wake() looks again.
  template <class Condition>
  void wait_for_frame(Condition otherwise) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return at_gate_ || otherwise(); });
  }
  void wake() {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
  }

  void fail_after(int operations, Outage outage, std::uint64_t dice) {
    const std::lock_guard lock(mutex_);
    operations_left_ = operations;
    outage_ = outage;
    dice_.seed(dice);
  }
  // The disk works again, or the outage that was planned does not come.
  void restore() {
    const std::lock_guard lock(mutex_);
    on_ = true;
    operations_left_.reset();
  }

 private:
  static bool is_frame(DiskOperation operation, std::string_view path) {
    return operation == DiskOperation::kWrite && !path.ends_with("/new");
  }
  void cut() {
    on_ = false;
    if (outage_ == Outage::kPowerCut) disk_.crash(dice_);
    if (outage_ == Outage::kTotalLoss) disk_.crash();
  }

  MemoryDisk& disk_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_:
  bool on_ = true;
  bool gated_ = false;
  bool at_gate_ = false;
  int passes_ = 0;
  std::optional<int> operations_left_;
  Outage outage_ = Outage::kPowerCut;
  std::mt19937_64 dice_;
};

}  // namespace mammoth::namenode
