// Safe mode: after a start no change is accepted until enough blocks have enough reported replicas
// and enough datanodes are alive, and then for an extension more (Hadoop: BlockManagerSafeMode,
// with the manual and low-resource modes of FSNamesystem).
//
//   counting ──activate──▶ pending ──thresholds met──▶ extension ──time over, still met──▶ off
//                             └──── met at once (empty), or extension 0 ─────────────────────▲
//
// While `counting` (the namespace's blocks are still being counted) it does not leave by itself.
#pragma once

#include <cstdint>
#include <string>

#include "common/base/clock.h"
#include "namenode/blocks/block_manager_options.h"

namespace mammoth::namenode {

class SafeMode {
 public:
  // `clock` must outlive this. Starts in counting.
  SafeMode(const SafeModeOptions& options, const Clock& clock);

  // The number of complete blocks in the namespace is known. Only the first call counts.
  void activate(std::uint64_t block_total);

  // What happens to complete blocks meanwhile; `safe`: it has enough replicas to count. All four do
  // nothing once start-up is over.
  void block_completed(bool safe);
  void block_gone(bool safe);
  // A complete block has `live_replicas` now, one more or one fewer than before.
  void replica_added(std::uint32_t live_replicas);
  void replica_removed(std::uint32_t live_replicas);

  void set_live_datanodes(std::uint32_t live) { live_datanodes_ = live; }
  void add_future_bytes(std::uint64_t bytes);

  // Takes the transitions that are due.
  void tick();

  bool active() const { return in_startup() || manual_ || low_resources_; }
  bool in_startup() const { return stage_ != Stage::kOff; }
  bool manual() const { return manual_; }

  // dfsadmin -safemode enter, leave, forceExit. Leaving ends every kind of safe mode. It is refused
  // (false) while replicas of a future generation stamp would be lost, unless forced.
  void enter(bool low_resources);
  bool leave(bool force);

  // The explanation behind "Name node is in safe mode." exactly as Apache words it.
  std::string tip() const;
  std::uint64_t future_bytes() const { return future_bytes_; }
  std::uint64_t safe_blocks() const { return block_safe_; }
  std::uint64_t block_total() const { return block_total_; }
  std::uint32_t safe_replication() const { return options_.safe_replication; }

 private:
  enum class Stage { kCounting, kPending, kExtension, kOff };
  bool thresholds_met() const;
  std::uint64_t block_threshold() const;
  bool turn_off(bool force);
  std::string startup_tip() const;

  const SafeModeOptions options_;
  const Clock& clock_;
  const std::int64_t started_ms_;
  Stage stage_ = Stage::kCounting;
  bool activated_met_ = false;
  bool manual_ = false;
  bool low_resources_ = false;
  std::uint64_t block_total_ = 0;
  std::uint64_t block_safe_ = 0;
  std::uint64_t future_bytes_ = 0;
  std::uint32_t live_datanodes_ = 0;
  std::int64_t reached_ms_ = 0;
};

}  // namespace mammoth::namenode
