// The lineage: one node an RDD, not a template. A node says which elements it has (type), how a
// partition of it is made from its dependencies (factory and function), where its input lies, and
// what the user asked to keep of it.
//
// Nodes are built on the driver's thread and are immutable afterwards but for name, storage level
// and checkpoint. What of them travels to tasks is in stage_plan.h.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "spark-core/plan/closure.h"
#include "spark-core/plan/partitioner.h"
#include "spark-core/plan/storage_level.h"
#include "spark-core/plan/stream.h"
#include "spark-core/plan/task_context.h"

namespace mammoth::spark {

struct Node;
using NodePtr = std::shared_ptr<Node>;

// How a node makes a partition. Every input is a stream: of a parent's partition, or of the records
// that a shuffle has for this partition.
struct StreamArguments {
  const void* function;  // the revived closure; lives as long as the task
  std::vector<std::unique_ptr<Stream>> inputs;
  std::string_view payload;  // what the source put into this partition
  int partition;
  const TypeOps* type;
  TaskContext& context;
};
using StreamFactory = std::unique_ptr<Stream> (*)(StreamArguments& arguments);

// Takes the map side's batches and writes them as records, one buffer a partition.
class [[gnu::visibility("default")]] ShuffleSink {
 public:
  virtual ~ShuffleSink();
  virtual void add(const Batch& batch, std::vector<Writer>& buffers) = 0;
  virtual std::size_t held_bytes() const { return 0; }
  // Writes what it holds and forgets it.
  virtual void drain(std::vector<Writer>& /*buffers*/) {}
};
using SinkFactory = std::unique_ptr<ShuffleSink> (*)(const void* function,
                                                     PartitionFunction partition_of);

struct Shuffle {
  int id = 0;
  Partitioner partitioner{1};
  SinkFactory sink = nullptr;
  Closure function;                 // the sink's
  const TypeOps* record = nullptr;  // what the reducers read
  bool map_side_combine = false;
};

// Which partitions of the parent a partition of the child reads.
struct PartitionMap {
  enum class Kind : std::uint8_t {
    kSame,
    kOffset,
    kGroups,
    kQuotient,
    kRemainder
  } kind = Kind::kSame;
  int argument = 0;  // kOffset: first partition of the child; the others: the divisor
  std::vector<std::vector<int>> groups{};

  std::vector<int> parents(int partition, int parent_partitions) const;
};

struct Dependency {
  NodePtr parent;
  std::shared_ptr<const Shuffle> shuffle{};  // null: narrow
  PartitionMap map{};
};

enum class DeterministicLevel : std::uint8_t { kDeterminate, kUnordered, kIndeterminate };

struct Node {
  int id = 0;
  std::string operation;  // "map"
  std::string call_site{};
  std::string name{};
  const TypeOps* type = nullptr;
  int partitions = 0;
  std::vector<Dependency> dependencies{};
  StreamFactory factory = nullptr;
  Closure function{};
  std::optional<Partitioner> partitioner{};
  std::vector<std::string> payloads{};                // of sources, one a partition
  std::vector<std::vector<std::string>> locations{};  // hosts, one list a partition; may be empty
  StorageLevel storage{};
  bool barrier = false;       // tasks that make it start together or not at all
  bool random_order = false;  // the function depends on the order of its input, or on chance
  std::string checkpoint_directory{};  // where it will be, or is, checkpointed
  bool local_checkpoint = false;       // it will be, or is, no more than its cached partitions
  bool checkpointed = false;
  std::function<void(Node&)> prepare{};  // runs once before the first job that needs the node

  // Hosts of a partition, or those of its first narrow parent that has any.
  std::vector<std::string> preferred_locations(int partition) const;
  DeterministicLevel deterministic_level() const;
};

// The inputs one behind the other: union, coalesce, and the records of a shuffle as they are.
[[gnu::visibility("default")]] std::unique_ptr<Stream> concat_streams(StreamArguments& arguments);

// Indented lineage as RDD.toDebugString prints it.
[[gnu::visibility("default")]] std::string debug_string(const Node& node);

}  // namespace mammoth::spark
