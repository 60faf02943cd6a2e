// A piece of memory that a client and a DataNode share to tell each other about replicas which the
// client reads past the DataNode (Hadoop: ShortCircuitShm). It is divided into slots of 64 bytes, one a
// replica, of which the first 8 are flags in the machine's byte order:
//
//      63      62                       30            0
//     +-------+------------+-----------+---------------+
//     | valid | anchorable |     0     | anchor count  |
//     +-------+------------+-----------+---------------+
//
//   valid        the client has opened the replica, and the DataNode has not deleted it since
//   anchorable   the DataNode keeps it in memory: it needs no checksums
//   count        readers that rely on that just now; the DataNode keeps it there so long
//
// All members are thread-safe and lock-free.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "common/base/file_handle.h"

namespace mammoth {

class ShortCircuitSegment {
 public:
  static constexpr std::size_t kBytes = 8192;  // Hadoop: SHM_LENGTH
  static constexpr std::size_t kSlotBytes = 64;
  static constexpr int kSlots = kBytes / kSlotBytes;

  // A new one, all zero. Whoever gets its descriptor cannot make it shorter: a DataNode would die of
  // that. Throws std::system_error.
  static ShortCircuitSegment create();
  // One that came as a descriptor. Throws std::system_error, also for one that is too short.
  explicit ShortCircuitSegment(FileHandle file);
  ~ShortCircuitSegment();
  ShortCircuitSegment(ShortCircuitSegment&& other) noexcept;
  ShortCircuitSegment& operator=(ShortCircuitSegment&&) = delete;

  int descriptor() const { return file_.get(); }

  // `slot` is at least 0 and below kSlots.
  bool is_valid(int slot) const { return (flags(slot) & kValid) != 0; }
  bool is_anchorable(int slot) const;  // and valid
  bool is_anchored(int slot) const { return (flags(slot) & kCount) != 0; }
  void begin(int slot) { flags(slot) = kValid; }  // of the client, before it asks for a replica
  void end(int slot) { flags(slot) = 0; }
  void make_invalid(int slot) { flags(slot) &= ~kValid; }
  void make_anchorable(int slot) { flags(slot) |= kAnchorable; }
  void make_unanchorable(int slot) { flags(slot) &= ~kAnchorable; }
  // False when it may not be, or too many are.
  bool add_anchor(int slot);
  void remove_anchor(int slot);

 private:
  static constexpr std::uint64_t kValid = 1ull << 63;
  static constexpr std::uint64_t kAnchorable = 1ull << 62;
  static constexpr std::uint64_t kCount = 0x7fffffff;

  std::atomic_ref<std::uint64_t> flags(int slot) const {
    return std::atomic_ref(*reinterpret_cast<std::uint64_t*>(memory_ + kSlotBytes * slot));
  }

  FileHandle file_;
  std::byte* memory_ = nullptr;
};

}  // namespace mammoth
