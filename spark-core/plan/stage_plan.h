// A stage as a task receives it: the nodes from the stage's last one back to its shuffles and
// sources, in an order where parents come first, and what is to be done with the last one's
// elements: write them for a shuffle, or run an action on them. Written once a stage; every task of
// the stage reads the same bytes.
//
// The bytes hold code references, so they mean something only to processes of one application.
#pragma once

#include <map>

#include "spark-core/plan/action.h"

namespace mammoth::spark {

struct PlannedInput {
  int node = -1;  // index of the parent; -1: a shuffle
  PartitionMap map{};
  int parent_partitions = 0;
  int shuffle_id = -1;
  const TypeOps* record = nullptr;
};

struct PlannedNode {
  int id = 0;
  int partitions = 0;
  std::string operation;
  const TypeOps* type = nullptr;
  StreamFactory factory = nullptr;
  std::shared_ptr<const void> function;
  StorageLevel storage{};
  std::vector<PlannedInput> inputs;
};

struct StagePlan {
  std::vector<PlannedNode> nodes;  // the last one is the stage's result
  // Exactly one of these.
  SinkFactory sink = nullptr;
  ActionKernel action = nullptr;
  std::shared_ptr<const void> function;  // of the sink or the action
  int shuffle_id = -1;
  PartitionFunction partition_of;
};

std::string write_map_stage(const Node& last, const Shuffle& shuffle);
std::string write_result_stage(const Node& last, const Action& action);
// Throws WireError or SparkException for bytes that are no plan of this application.
std::shared_ptr<const StagePlan> read_stage_plan(std::string_view bytes);

// What the sources of one task need, by node id: the payloads of the partitions that the task's
// partition reads, which are few even when the RDD has many.
using Payloads = std::map<std::pair<int, int>, std::string>;  // (node id, partition)
Payloads payloads_of(const Node& last, int partition);

}  // namespace mammoth::spark
