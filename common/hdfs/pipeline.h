// One write pipeline: the connection to its first DataNode, over which packets go out and their
// acknowledgements come back (Hadoop: DataStreamer.createBlockOutputStream, ResponseProcessor).
//
//   writer ── packets ──> node 0 ──> node 1 ──> node 2
//          <── acks ──────       <──        <──
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "common/hdfs/datanode_connections.h"
#include "common/hdfs/packet_queue.h"
#include "common/protocol/hdfs/located_block.pb.h"
#include "common/protocol/transfer/op.pb.h"

namespace mammoth::hdfs {

using PipelineStage = ::hadoop::hdfs::OpWriteBlockProto::BlockConstructionStage;

// The pipeline is of no more use; `node_index` is the one to blame.
struct PipelineFailure : std::runtime_error {
  PipelineFailure(std::size_t index, const std::string& what)
      : std::runtime_error(what), node_index(index) {}
  std::size_t node_index;
};

struct PipelineSetup {
  PipelineStage stage = ::hadoop::hdfs::OpWriteBlockProto::PIPELINE_SETUP_CREATE;
  std::uint64_t min_bytes_received = 0;    // every node has them
  std::uint64_t max_bytes_received = 0;    // some node may have them
  std::uint64_t new_generation_stamp = 0;  // in recoveries and appends
};

// One thread at a time. Methods throw PipelineFailure, after which the pipeline must be destroyed.
class Pipeline {
 public:
  // Sets the pipeline up through all nodes of `block`.
  Pipeline(DatanodeConnections& connections, const ::hadoop::hdfs::LocatedBlockProto& block,
           const PipelineSetup& setup, const std::string& client_name,
           const ClientSettings& settings);
  ~Pipeline();

  // Sends one packet of `queue`; acknowledgements that arrive meanwhile are taken from the queue.
  void send(const OutgoingPacket& packet, PacketQueue& queue);
  // Waits until at most `limit` packets of `queue` are unacknowledged.
  void wait_for_acks(PacketQueue& queue, std::size_t limit);
  // Keeps the DataNodes from giving up on a writer that has nothing to write.
  void send_heartbeat(PacketQueue& queue);

  // How much of the block every node has acknowledged; starts at PipelineSetup::min_bytes_received.
  std::uint64_t acknowledged_bytes() const { return acknowledged_bytes_; }

 private:
  void ask(const ::hadoop::hdfs::LocatedBlockProto& block, const PipelineSetup& setup,
           const std::string& client_name);
  Task<> read_acks();
  void take_ack(const transfer::PipelineAck& ack);
  template <class Done>
  void drive(PacketQueue& queue, Done done);

  const ClientSettings settings_;
  std::unique_ptr<DatanodeConnection> connection_;
  std::size_t node_count_ = 0;
  PacketQueue* queue_ = nullptr;  // while a method runs
  std::optional<PipelineFailure> failure_;
  bool finished_ = false;  // the last packet of the block was acknowledged: nothing more will come
  std::uint64_t acknowledged_bytes_ = 0;
};

}  // namespace mammoth::hdfs
