// Why a barrier stage is not begun (Spark: BarrierJobAllocationFailed). Thrown while a job's stages
// are made, caught where the job was submitted: the job fails with the text, or, when only slots
// are missing, is tried again a little later.
#pragma once

#include <stdexcept>

namespace mammoth::spark::scheduler {

inline constexpr const char* kBarrierChainPattern =
    "[SPARK-24820][SPARK-24821]: Barrier execution mode does not allow the following pattern of "
    "RDD chain "
    "within a barrier stage:\n1. Ancestor RDDs that have different number of partitions from the "
    "resulting "
    "RDD (e.g. union()/coalesce()/first()/take()/PartitionPruningRDD). A workaround for "
    "first()/take() can "
    "be to collect() the barrier RDD.\n2. An RDD that depends on multiple barrier RDDs (e.g. "
    "barrierRdd1.zip(barrierRdd2)).";
inline constexpr const char* kBarrierWithDynamicAllocation =
    "[SPARK-24942]: Barrier execution mode does not support dynamic resource allocation for now. "
    "You can "
    "disable dynamic resource allocation by setting Spark conf \"spark.dynamicAllocation.enabled\" "
    "to "
    "\"false\".";
inline constexpr const char* kBarrierSlots =
    "[SPARK-24819]: Barrier execution mode does not allow run a barrier stage that requires more "
    "slots than "
    "the total number of slots in the cluster currently. Please init a new cluster with more "
    "resources(e.g. "
    "CPU, GPU) or repartition the input RDD(s) to reduce the number of slots required to run this "
    "barrier "
    "stage.";

struct BarrierRefusal : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct BarrierSlotsRefusal : BarrierRefusal {
  BarrierSlotsRefusal() : BarrierRefusal(kBarrierSlots) {}
};

}  // namespace mammoth::spark::scheduler
