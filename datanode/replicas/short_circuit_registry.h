// The shared memory of clients that read past this datanode, and which replica each slot stands for
// (Hadoop: ShortCircuitRegistry). Thread-safe. A segment lives as long as the connection it was asked
// for on: clients that die take theirs along. Bounded by the number of conversations.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "common/base/hdfs_ids.h"
#include "common/base/result.h"
#include "common/io/short_circuit_segment.h"

namespace mammoth::datanode {

struct SegmentId {
  std::int64_t high = 0;
  std::int64_t low = 0;
  auto operator<=>(const SegmentId&) const = default;
  std::string to_string() const;  // 32 hexadecimal digits
};

struct SlotId {
  SegmentId segment;
  std::int32_t index = 0;
  auto operator<=>(const SlotId&) const = default;
};

class ShortCircuitRegistry {
 public:
  struct NewSegment {
    SegmentId id;
    int descriptor = -1;  // the registry's, until remove_segment()
  };
  // Throws std::system_error.
  NewSegment create_segment(const std::string& client_name);
  void remove_segment(const SegmentId& id);

  // Refused (kIo) with Hadoop's words: an unknown segment, an index that it does not have, a slot that is
  // taken or that the client did not mark as valid.
  Result<void> register_slot(BlockId block, const SlotId& slot);
  Result<void> unregister_slot(const SlotId& slot);

  // The replica is being deleted: nobody begins to read it any more.
  void invalidate(BlockId block);
  // The replica is kept in memory from now on, also for whoever registers later; or shall no longer be:
  // false while somebody relies on it.
  void set_cached(BlockId block);
  bool may_uncache(BlockId block);

  std::size_t segments() const;
  std::size_t slots() const;

 private:
  struct Segment {
    std::string client_name;
    ShortCircuitSegment memory;
    std::map<int, BlockId> slots{};
  };
  Result<Segment*> find(const SegmentId& id);
  template <class Change>
  void for_each_slot(BlockId block, Change change);

  mutable std::mutex mutex_;
  std::map<SegmentId, Segment> segments_;             // guarded by mutex_
  std::multimap<BlockId, SlotId> slots_of_block_;     // guarded by mutex_
  std::set<BlockId> cached_;                          // guarded by mutex_
};

}  // namespace mammoth::datanode
