// Verifies the checksums of a volume's finalized replicas, round after round (Hadoop: VolumeScanner).
// Replicas that fail are told to ReplicaEvents::corrupt(), which brings them to the NameNode.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "common/base/clock.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/scanner/scan_cursor.h"

namespace mammoth::datanode {

struct BlockScanOptions {
  std::uint64_t bytes_per_second = 1 << 20;                   // dfs.block.scanner.volume.bytes.per.second
  std::chrono::milliseconds period = std::chrono::hours(504);  // of a round: dfs.datanode.scan.period.hours
  std::chrono::milliseconds cursor_interval = std::chrono::minutes(10);
};

// Of all volumes together. Thread-safe; only grows.
struct ScanActivity {
  std::atomic<std::uint64_t> verified{0};
  std::atomic<std::uint64_t> failed{0};
};

// Used by one thread.
class BlockScan {
 public:
  // All must outlive this.
  BlockScan(ReplicaStore& store, ReplicaEvents& events, const Clock& clock, VolumeIndex volume,
            BlockScanOptions options, ScanActivity& activity);

  // Reads at most a megabyte, and answers after how long it wants to be called again. Never throws;
  // a volume that fails is told to the store.
  std::chrono::milliseconds step();

 private:
  std::chrono::milliseconds next_block();
  std::chrono::milliseconds read_piece();
  bool next_directory();
  void open(BlockId id);
  void finish(bool sound);
  void save(bool at_once);

  ReplicaStore& store_;
  ReplicaEvents& events_;
  const Clock& clock_;
  const VolumeIndex volume_;
  const BlockScanOptions options_;
  ScanActivity& activity_;

  ScanCursor cursor_;
  std::deque<BlockId> waiting_;  // of the cursor's directory
  bool listed_ = false;          // waiting_ is what remains of it
  std::optional<ReplicaReader> reader_;
  std::uint64_t position_ = 0;
};

}  // namespace mammoth::datanode
