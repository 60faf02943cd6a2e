// A range of a replica, opened for sending (Hadoop: BlockSender's disk half).
//
//   asked for          |<---- length ---->|
//   sent         |chunk|chunk|chunk|chunk|chunk|      widened to whole chunks, or to the end of what
//                ^start                         ^end  is readable
//
// What is sent does not change under the reader: bytes below `end` are never rewritten, and the
// checksum of a last, partial chunk is remembered from the moment of opening, because an append
// replaces the one on disk. Deleting or moving the replica does not disturb a reader.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "common/io/data_checksum.h"
#include "common/io/disk.h"
#include "datanode/replicas/replica.h"

namespace mammoth::datanode {

struct ReplicaRange {
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length;  // nothing: all that is visible
  bool with_checksums = true;
};

// Made by ReplicaStore::open_reader. Used by one thread. Throws DiskError.
class ReplicaReader {
 public:
  struct Parts {
    Replica replica;
    std::string path;  // of the block file, for messages
    std::unique_ptr<DiskFile> data;
    std::unique_ptr<DiskFile> meta;  // none: without checksums
    DataChecksum checksum;
    std::uint64_t start = 0;
    std::uint64_t end = 0;
    std::optional<std::uint32_t> last_chunk_crc;  // of the partial chunk that ends at `end`
  };
  explicit ReplicaReader(Parts parts) : parts_(std::move(parts)) {}

  const Replica& replica() const { return parts_.replica; }
  const std::string& path() const { return parts_.path; }
  DiskFile& data() { return *parts_.data; }
  DiskFile* meta() { return parts_.meta.get(); }
  // Type kNull without checksums.
  const DataChecksum& checksum() const { return parts_.checksum; }
  std::uint64_t start() const { return parts_.start; }
  std::uint64_t end() const { return parts_.end; }

  // The checksums of `length_bytes` from `offset`, which begins a chunk; `out` has room for exactly
  // these. Where the meta file is too short they are zero, and the receiver will notice.
  void read_checksums(std::uint64_t offset, std::uint64_t length_bytes, std::span<std::byte> out);

 private:
  Parts parts_;
};

}  // namespace mammoth::datanode
