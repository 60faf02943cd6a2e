// What block transfer has done since the start (Hadoop: DataNodeMetrics).
#pragma once

#include <atomic>
#include <cstdint>

#include "common/base/timed_count.h"

namespace mammoth::datanode {

// Thread-safe; all numbers only grow. "Local" are clients of this machine.
struct TransferActivity {
  TimedCount read_block;  // operations that came to their end
  TimedCount write_block;
  TimedCount replace_block;
  TimedCount copy_block;
  TimedCount block_checksum;

  std::atomic<std::uint64_t> reads_local{0};
  std::atomic<std::uint64_t> reads_remote{0};
  std::atomic<std::uint64_t> writes_local{0};
  std::atomic<std::uint64_t> writes_remote{0};
  std::atomic<std::uint64_t> bytes_read{0};
  std::atomic<std::uint64_t> bytes_read_remote{0};  // of these by others
  std::atomic<std::uint64_t> bytes_written{0};
  std::atomic<std::uint64_t> bytes_written_remote{0};
  std::atomic<std::uint64_t> packets_received{0};
  std::atomic<std::uint64_t> syncs{0};
};

}  // namespace mammoth::datanode
