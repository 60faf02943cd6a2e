// What the scheduler must know of a job's RDDs, as two small interfaces that the driver implements
// over its plan and its block manager. The scheduler asks by id at the moment it needs the answer,
// so a checkpoint that cuts the lineage or a block that moved is seen by the next stage.
//
// Called on the scheduler's thread only. An RDD that a submitted job reaches must be answered for
// until that job has ended. Methods marked "may throw" run user code or touch the world: what they
// throw (std::exception) fails the job at hand and nothing else.
#pragma once

#include <string>
#include <vector>

#include "spark-core/scheduler/ids.h"

namespace mammoth::spark::scheduler {

// Whether a second run of the same partition gives the same records (Spark: DeterministicLevel).
enum class Determinism {
  kDeterminate,    // same records, same order
  kUnordered,      // same records, perhaps in another order
  kIndeterminate,  // perhaps other records: what was computed from the lost ones must be redone
};

struct ShuffleDependency {
  ShuffleId shuffle_id;
  int reduce_count = 0;  // partitions of the partitioner
};

struct Dependency {
  RddId rdd;                                 // the parent
  std::optional<ShuffleDependency> shuffle;  // absent: narrow, the parent runs in the same stage
};

struct RddView {
  RddId id;
  std::string name;       // "MapPartitionsRDD"; may be empty
  std::string call_site;  // "map at job.cc:12", the stage's name
  int partition_count = 0;
  std::vector<Dependency> dependencies;  // in the order of the operator's inputs
  bool persisted = false;                // has a storage level: cached_locations() is worth asking
  bool barrier = false;                  // barrier() is in this RDD's stage, at or above it
  Determinism determinism = Determinism::kDeterminate;  // of the output, parents taken into account
};

class Lineage {
 public:
  virtual ~Lineage() = default;
  // The reference stays valid until the next call for the same id. May throw (partitions of a
  // (partitions of a missing path).
  virtual const RddView& rdd(RddId id) = 0;
  // The partitions of dependency `dependency` (narrow) that `partition` of `rdd` reads.
  virtual std::vector<int> narrow_parents(RddId rdd, int dependency, int partition) = 0;
  // The input's own wishes (hosts of an HDFS block); empty for most RDDs. May throw. An RDD that
  // only reads one shuffle, partition by partition, has none: the scheduler knows where its input
  // is.
  virtual std::vector<TaskLocation> preferred_locations(RddId rdd, int partition) = 0;
};

// The block manager's master, as far as scheduling goes.
class BlockLocations {
 public:
  virtual ~BlockLocations() = default;
  // For each of the RDD's `partition_count` partitions the executors that hold it; asked for
  // persisted RDDs only, remembered until something is lost or a stage ends.
  virtual std::vector<std::vector<TaskLocation>> cached_locations(RddId rdd,
                                                                  int partition_count) = 0;
  // The executor is gone: forget what it held.
  virtual void executor_removed(const std::string& executor_id) = 0;
};

}  // namespace mammoth::spark::scheduler
