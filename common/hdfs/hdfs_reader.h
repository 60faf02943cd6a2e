// FileReader over HDFS (Hadoop: DFSInputStream). Sequential reads stream a whole block in one
// operation; positional ones use an operation each. A replica that fails, or whose checksum does
// not match, is passed over and the next one asked; when all have failed, the locations are fetched
// anew up to dfs.client.max.block.acquire.failures times, with a growing pause.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "common/hdfs/block_locations.h"
#include "common/hdfs/block_reader.h"
#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {

class HdfsReader final : public FileReader {
 public:
  HdfsReader(std::shared_ptr<HdfsClient> client, std::string path,
             std::unique_ptr<BlockLocations> blocks, bool verifies);

  Result<std::size_t> read(std::span<std::byte> buffer) override;
  Result<std::size_t> read_at(std::uint64_t offset_bytes, std::span<std::byte> buffer) override;
  Result<void> seek(std::uint64_t offset_bytes) override;
  std::uint64_t position() const override { return position_; }
  std::uint64_t length_bytes() const override { return blocks_->file_length_bytes(); }

 private:
  // A reader of some block that has delivered at least one byte.
  struct Attempt {
    std::unique_ptr<BlockReader> reader;
    std::size_t bytes = 0;
  };
  // Opens a replica at `offset_bytes` and reads into `buffer`; tries all of them before it gives
  // up.
  Result<Attempt> read_from_any_replica(std::uint64_t offset_bytes, std::uint64_t wanted_bytes,
                                        std::span<std::byte> buffer);
  const ::hadoop::hdfs::DatanodeInfoProto* choose_node(const BlockLocations::Block& block);
  void blame(const BlockLocations::Block& block, const ::hadoop::hdfs::DatanodeInfoProto& node,
             bool corrupt);
  void forgive_all();

  const std::shared_ptr<HdfsClient> client_;
  const std::string path_;
  const std::unique_ptr<BlockLocations> blocks_;
  const bool verifies_;

  std::uint64_t position_ = 0;
  std::unique_ptr<BlockReader> current_;  // at position_, or null

  std::mutex mutex_;
  std::set<std::string> dead_nodes_;  // DataNode uuids; guarded by mutex_
};

}  // namespace mammoth::hdfs
