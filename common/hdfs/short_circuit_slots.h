// A client's half of the shared memory (common/io/short_circuit_segment.h; Hadoop: DfsClientShmManager):
// segments from one DataNode, as many as its slots are needed.
#pragma once

#include <bitset>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/io/short_circuit_segment.h"

namespace mammoth::hdfs {

struct ShortCircuitShm {
  ShortCircuitSegment memory;
  FileHandle connection;  // the DataNode drops the segment when it closes
  std::int64_t id_high;
  std::int64_t id_low;
  std::bitset<ShortCircuitSegment::kSlots> taken{};  // guarded by ShortCircuitSlots' mutex

  // The DataNode has closed the connection, or died.
  bool is_disconnected() const;
};

// A slot in use; shares the segment's life.
struct ShortCircuitSlot {
  std::shared_ptr<ShortCircuitShm> shm;
  int index = 0;
  bool is_valid() const { return !shm->is_disconnected() && shm->memory.is_valid(index); }
};

// Thread-safe.
class ShortCircuitSlots {
 public:
  ShortCircuitSlots(std::string socket_path, std::string client_name, std::chrono::milliseconds limit)
      : path_(std::move(socket_path)), client_name_(std::move(client_name)), limit_(limit) {}

  // A free slot, begun. Nothing when the DataNode gives no segments. Throws when it cannot be reached.
  std::unique_ptr<ShortCircuitSlot> take();
  // Back, and the DataNode is told if `tell`: it knew the slot.
  void give_back(const ShortCircuitSlot& slot, bool tell) noexcept;

 private:
  std::shared_ptr<ShortCircuitShm> request_segment();

  const std::string path_;
  const std::string client_name_;
  const std::chrono::milliseconds limit_;
  std::mutex mutex_;
  bool unsupported_ = false;                                // guarded by mutex_
  std::vector<std::shared_ptr<ShortCircuitShm>> segments_;  // guarded by mutex_
};

}  // namespace mammoth::hdfs
