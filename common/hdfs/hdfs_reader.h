// FileReader over HDFS (Hadoop: DFSInputStream). Sequential reads stream a whole block in one
// operation; positional ones use an operation each. A replica that fails, or whose checksum does
// not match, is passed over and the next one asked; when all have failed, the locations are fetched
// anew up to dfs.client.max.block.acquire.failures times, with a growing pause.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "common/hdfs/block_locations.h"
#include "common/hdfs/block_reader.h"
#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {

// A source for a range of a block on one of its DataNodes: the replica's files when they are on this
// machine and to be had, else the DataNode. Throws as BlockSource does.
std::unique_ptr<BlockSource> open_block_source(HdfsClient& client, const BlockLocations::Block& block,
                                               const ::hadoop::hdfs::DatanodeInfoProto& node,
                                               BlockRange range);

class HdfsReader final : public FileReader {
 public:
  HdfsReader(std::shared_ptr<HdfsClient> client, std::string path,
             std::unique_ptr<BlockLocations> blocks, bool verifies);

  Result<std::size_t> read(std::span<std::byte> buffer) override;
  Result<std::size_t> read_at(std::uint64_t offset_bytes, std::span<std::byte> buffer) override;
  Result<void> seek(std::uint64_t offset_bytes) override;
  std::uint64_t position() const override { return position_; }
  std::uint64_t length_bytes() const override { return blocks_->file_length_bytes(); }
  void unbuffer() override { current_.reset(); }
  ReadStatistics statistics() const override { return {total_bytes_, local_bytes_, short_circuit_bytes_}; }
  void clear_statistics() override { total_bytes_ = local_bytes_ = short_circuit_bytes_ = 0; }

 private:
  // A reader of some block that has delivered at least one byte.
  struct Attempt {
    std::unique_ptr<BlockSource> reader;
    std::size_t bytes = 0;
  };
  // Opens a replica at `offset_bytes` and reads into `buffer`; tries all of them before it gives
  // up.
  Result<Attempt> read_from_any_replica(std::uint64_t offset_bytes, std::uint64_t wanted_bytes,
                                        std::span<std::byte> buffer);
  const ::hadoop::hdfs::DatanodeInfoProto* choose_node(const BlockLocations::Block& block);
  Result<std::size_t> read_at_from_one(std::uint64_t offset_bytes, std::span<std::byte> buffer);
  // hedged_read.cc: all that `buffer` has room for of the block at `offset_bytes`, from whichever of
  // its DataNodes is quicker. Nothing when none of those that were asked could give it.
  Result<std::optional<std::size_t>> read_hedged(std::uint64_t offset_bytes,
                                                 std::span<std::byte> buffer);
  std::size_t counted(const BlockSource& source, std::size_t bytes);
  void blame(const BlockLocations::Block& block, const ::hadoop::hdfs::DatanodeInfoProto& node,
             bool corrupt);
  void forgive_all();

  const std::shared_ptr<HdfsClient> client_;
  const std::string path_;
  const std::unique_ptr<BlockLocations> blocks_;
  const bool verifies_;

  std::uint64_t position_ = 0;
  std::unique_ptr<BlockSource> current_;  // at position_, or null
  std::atomic<std::uint64_t> total_bytes_ = 0;
  std::atomic<std::uint64_t> local_bytes_ = 0;
  std::atomic<std::uint64_t> short_circuit_bytes_ = 0;

  std::mutex mutex_;
  std::set<std::string> dead_nodes_;  // DataNode uuids; guarded by mutex_
};

}  // namespace mammoth::hdfs
