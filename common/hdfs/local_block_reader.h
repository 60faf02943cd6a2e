// Reads a range of a block from the replica's own files (Hadoop: BlockReaderLocal). Whole chunks go
// straight into the caller's buffer and are verified there.
#pragma once

#include <memory>
#include <vector>

#include "common/hdfs/block_reader.h"
#include "common/hdfs/short_circuit_replicas.h"

namespace mammoth::hdfs {

class LocalBlockReader final : public BlockSource {
 public:
  LocalBlockReader(std::shared_ptr<LocalReplica> replica, BlockRange range, bool verifies);

  std::size_t read(std::span<std::byte> buffer) override;
  bool is_local() const override { return true; }
  bool is_short_circuit() const override { return true; }

 private:
  // Chunks from `start` on, as many as `data` has room for; how many bytes the file has of them.
  std::size_t read_chunks(std::uint64_t start, std::span<std::byte> data);
  std::size_t read_through_buffer(std::span<std::byte> buffer);

  const std::shared_ptr<LocalReplica> replica_;
  const bool verifies_;
  std::uint64_t position_;  // in the block
  const std::uint64_t end_;
  std::vector<std::byte> chunks_;     // that do not fit the caller's buffer
  std::uint64_t chunks_start_ = 0;
  std::vector<std::byte> checksums_;
};

}  // namespace mammoth::hdfs
