// What to do when a pipeline broke (Hadoop: DataStreamer.setupPipelineForAppendOrRecovery,
// ReplaceDatanodeOnFailure). The decisions are functions; PipelineRecovery carries them out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/hdfs/hdfs_client.h"
#include "common/hdfs/pipeline.h"

namespace mammoth::hdfs {

struct ReplacementQuestion {
  ReplaceDatanodePolicy policy = ReplaceDatanodePolicy::kDefault;
  std::size_t replication = 0;     // of the file
  std::size_t existing_nodes = 0;  // still in the pipeline
  bool appended_or_flushed = false;
};

// Whether a pipeline that lost a node gets a new one. DEFAULT: for files of three or more replicas,
// when half of the pipeline is gone, or readers may have seen bytes of this block.
bool should_replace_datanode(const ReplacementQuestion& question);

// The stage that a broken pipeline in `stage` is set up with again.
PipelineStage recovery_stage(PipelineStage stage);

// Removes the node with that index from all parallel lists of `block`.
void remove_node(::hadoop::hdfs::LocatedBlockProto& block, std::size_t index);

// A block on its way through failures. Not thread-safe.
class PipelineRecovery {
 public:
  struct File {
    std::string path;
    std::uint64_t file_id = 0;
    std::size_t replication = 0;
  };

  PipelineRecovery(std::shared_ptr<HdfsClient> client, File file)
      : client_(std::move(client)), file_(std::move(file)) {}

  // Sets a pipeline up for `block` again, under a new generation stamp that the NameNode knows when
  // this returns; `block` is changed accordingly. `failed_node` (if any) is left out. `setup` says
  // the stage to recover from and how many bytes were acknowledged and sent. Answers Hadoop's
  // errors when no node is left.
  Result<std::unique_ptr<Pipeline>> recover(::hadoop::hdfs::LocatedBlockProto& block,
                                            PipelineSetup setup,
                                            std::optional<std::size_t> failed_node,
                                            bool appended_or_flushed);

  // Nodes that failed while this block was written.
  const std::vector<::hadoop::hdfs::DatanodeInfoProto>& failed_nodes() const {
    return failed_nodes_;
  }
  void start_block() { failed_nodes_.clear(); }

 private:
  Result<void> leave_out(::hadoop::hdfs::LocatedBlockProto& block, std::size_t index);
  Result<void> replace_if_wanted(::hadoop::hdfs::LocatedBlockProto& block, PipelineStage stage,
                                 bool appended_or_flushed);
  // Adds a node, with a copy of what the others have; `block` is as it was when there is none.
  Result<void> replace_node(::hadoop::hdfs::LocatedBlockProto& block);
  Result<::hadoop::hdfs::LocatedBlockProto> ask_for_another_node(
      const ::hadoop::hdfs::LocatedBlockProto& block,
      const std::vector<::hadoop::hdfs::DatanodeInfoProto>& excluded);
  Result<void> transfer_replica(const ::hadoop::hdfs::LocatedBlockProto& block,
                                const ::hadoop::hdfs::DatanodeIDProto& source, std::size_t target);
  Result<void> update_pipeline(const ::hadoop::hdfs::LocatedBlockProto& old_block,
                               const ::hadoop::hdfs::LocatedBlockProto& new_block);

  const std::shared_ptr<HdfsClient> client_;
  const File file_;
  std::vector<::hadoop::hdfs::DatanodeInfoProto> failed_nodes_;
};

}  // namespace mammoth::hdfs
