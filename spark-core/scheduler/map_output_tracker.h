// Where every shuffle's map outputs are (Spark: MapOutputTrackerMaster, ShuffleStatus). The
// driver's truth: stages read here what is missing, reducers what to fetch.
//
// The epoch grows whenever an output that somebody may have been told about is gone, so that an
// executor which remembers locations knows by a task's epoch that they are stale; and with every
// finished map stage.
//
// Outlives jobs: a shuffle stays registered until the driver unregisters it, which is what lets a
// later job skip the stage. Not thread-safe; costs are O(1) a registration, O(maps) for a host or
// an executor and for one reducer's sizes.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/base/result.h"
#include "spark-core/scheduler/map_status.h"

namespace mammoth::spark::scheduler {

// One block that a reducer fetches.
struct MapOutputBlock {
  std::int64_t map_id = 0;
  int map_index = 0;
  int reduce = 0;
  std::uint64_t size_bytes = 0;  // estimate, > 0: empty blocks are not listed
};
struct MapOutputsAt {
  BlockManagerId location;
  std::vector<MapOutputBlock> blocks;
};

class MapOutputTracker {
 public:
  // A location that holds at least this part of a reducer's input is one it would like to run at …
  static constexpr double kReducerLocalityFraction = 0.2;
  // … unless there are this many maps or reducers: finding out would cost too much.
  static constexpr int kLocalityMapLimit = 1000;
  static constexpr int kLocalityReduceLimit = 1000;

  // The shuffle must not be registered (checked).
  void register_shuffle(ShuffleId shuffle, int map_count, int reduce_count);
  bool contains(ShuffleId shuffle) const { return shuffles_.contains(shuffle); }
  // Forgets the shuffle; unknown: nothing happens.
  void unregister_shuffle(ShuffleId shuffle);

  // Replaces an output that was there (a later attempt won). The shuffle must be registered.
  void register_map_output(ShuffleId shuffle, int map_index, MapStatus status);
  // Only if the output is still at `location`; the epoch grows either way.
  void unregister_map_output(ShuffleId shuffle, int map_index, const BlockManagerId& location);
  void unregister_all_map_outputs(ShuffleId shuffle);
  // A decommissioned executor moved its files. An output that was given up as lost comes back.
  void update_map_output(ShuffleId shuffle, std::int64_t map_id, BlockManagerId location);
  void remove_outputs_on_host(const std::string& host);
  void remove_outputs_on_executor(const std::string& executor_id);

  int available_outputs(ShuffleId shuffle) const;                // 0 when not registered
  std::vector<int> missing_partitions(ShuffleId shuffle) const;  // ascending; must be registered
  bool complete(ShuffleId shuffle) const;
  const MapStatus* map_status(ShuffleId shuffle, int map_index) const;
  const MapStatus* map_status_by_id(ShuffleId shuffle, std::int64_t map_id) const;
  // A map task that gave other bytes than an earlier attempt of it did, by checksum.
  const std::vector<int>& checksum_mismatches(ShuffleId shuffle) const;

  // What reducers [first, last) read of maps [first_map, last_map), by location. An error with
  // Spark's text ("Missing an output location for shuffle 0 partition 1") when a map's output is
  // missing: the reader fails with FetchFailed without address.
  Result<std::vector<MapOutputsAt>> outputs_for(ShuffleId shuffle, int first_reduce,
                                                int last_reduce, int first_map = 0,
                                                int last_map = INT32_MAX) const;
  // Locations that hold at least `fraction` of one reducer's input.
  std::vector<BlockManagerId> largest_outputs(ShuffleId shuffle, int reduce, double fraction) const;
  // The hosts a reducer would like to run at, by the rule of the constants above.
  std::vector<std::string> preferred_hosts(ShuffleId shuffle, int reduce) const;
  // Total bytes of each reduce partition.
  std::vector<std::uint64_t> statistics(ShuffleId shuffle) const;

  std::uint64_t epoch() const { return epoch_; }
  void increment_epoch() { ++epoch_; }

 private:
  struct Shuffle {
    int reduce_count = 0;
    int available = 0;
    std::vector<std::optional<MapStatus>> outputs;
    std::vector<std::optional<MapStatus>> lost;  // the last one that was there
    std::unordered_map<std::int64_t, int> index_of_map_id;
    std::vector<int> checksum_mismatches;
  };
  Shuffle& at(ShuffleId shuffle);
  const Shuffle& at(ShuffleId shuffle) const;
  static void give_up(Shuffle& shuffle, int map_index);
  template <class Lost>
  void remove_where(Lost&& lost);

  std::unordered_map<ShuffleId, Shuffle> shuffles_;
  std::uint64_t epoch_ = 0;
};

}  // namespace mammoth::spark::scheduler
