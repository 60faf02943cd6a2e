// Reliable checkpoints (Spark: ReliableCheckpointRDD): the elements of each partition as one file
// of DIR/rdd-N, written by a job of its own; after it the RDD reads those files and has no lineage.
// The files hold elements in the engine's own form, so they are for this application only.
#pragma once

#include <string>

#include "spark-core/executor/file_systems.h"
#include "spark-core/plan/action.h"

namespace mammoth::spark {

// Answers the qualified directory, a new one under `path`.
std::string make_checkpoint_directory(FileSystems& file_systems, const std::string& path,
                                      const std::string& application);
void begin_checkpoint(FileSystems& file_systems, const std::string& directory);
Action checkpoint_action(const std::string& directory, const TypeOps* type);
// Makes the node a source that reads the files.
void become_checkpoint(Node& node, const std::string& directory);

// The local kind (Spark: LocalRDDCheckpointData): the cached partitions are all there is. The action
// computes them; afterwards a partition that is not cached fails with Spark's words.
Action cache_action();
void become_local_checkpoint(Node& node);

}  // namespace mammoth::spark
