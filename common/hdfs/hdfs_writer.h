// FileWriter over HDFS (Hadoop: DFSOutputStream, DataStreamer). Bytes are laid out in packets, sent
// down the pipeline of the current block and kept until every DataNode has acknowledged them, so
// that a pipeline which lost a node can be set up again and miss nothing.
//
//   write ─> filling_ ─(full, or flushed)─> queue_ ─> pipeline_ ─> DataNodes
//                                             ^── acknowledged packets leave
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "common/hdfs/file_system.h"
#include "common/hdfs/hdfs_client.h"
#include "common/hdfs/lease_renewer.h"
#include "common/hdfs/packet_queue.h"
#include "common/hdfs/pipeline_recovery.h"

namespace mammoth::hdfs {

class HdfsWriter final : public FileWriter, private LeaseRenewer::Leaseholder {
 public:
  struct File {
    std::string path;
    std::uint64_t file_id = 0;
    std::uint64_t block_size_bytes = 0;
    std::size_t replication = 0;
    std::uint64_t length_bytes = 0;
  };

  // `last_block` when the file is appended to and its last block has room.
  HdfsWriter(std::shared_ptr<HdfsClient> client, File file,
             std::optional<::hadoop::hdfs::LocatedBlockProto> last_block);
  ~HdfsWriter() override;

  Result<void> write(std::span<const std::byte> bytes) override;
  Result<void> hflush() override;
  Result<void> hsync() override;
  Result<void> close() override;
  std::uint64_t position() const override { return position_; }

 private:
  enum class State { kOpen, kFailed, kClosed };

  void keep_alive() override;
  template <class Step>
  Result<void> guarded(Step step);

  void start_packet();
  Result<void> send_packet(bool sync);
  Result<void> flush(bool sync);
  Result<void> end_block();
  Result<void> complete();

  Result<void> transmit(OutgoingPacket packet);
  Result<void> wait_until_acknowledged();
  Result<void> prepare_pipeline();
  Result<void> open_block();
  Result<void> recover(std::size_t failed_node);
  void resend();

  const std::shared_ptr<HdfsClient> client_;
  const File file_;

  std::mutex mutex_;  // keep_alive() runs on another thread
  // Everything below is guarded by mutex_.
  State state_ = State::kOpen;
  Error failure_;
  std::uint64_t position_;

  std::optional<::hadoop::hdfs::LocatedBlockProto> block_;  // being written
  std::optional<::hadoop::hdfs::ExtendedBlockProto>
      last_finished_;  // told to the NameNode with the next call
  std::uint64_t bytes_in_block_ = 0;
  bool block_is_appended_ = false;  // the pipeline of block_ starts with an append
  bool flushed_ = false;            // readers may have seen bytes of block_
  bool must_persist_ = false;       // the NameNode has not been told of block_ durably
  PipelineRecovery recovery_;
  std::unique_ptr<Pipeline> pipeline_;
  std::vector<::hadoop::hdfs::DatanodeInfoProto> excluded_nodes_;

  PacketQueue queue_;
  std::unique_ptr<transfer::PacketBuilder> filling_;
  std::uint64_t filling_offset_ = 0;  // in the block, of filling_'s first byte
  std::string tail_;  // of a chunk that was flushed unfinished: sent again with its rest
  std::int64_t next_seqno_ = 0;
  std::chrono::steady_clock::time_point last_sent_{};
};

}  // namespace mammoth::hdfs
