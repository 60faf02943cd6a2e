// Writing a replica, packet by packet (Hadoop: BlockReceiver's disk half, ReplicaOutputStreams).
//
// Packets need not begin where the last one ended. A client that flushed a partial chunk sends that
// chunk again as a whole; one that recovers a pipeline may send much of what is there already.
// Bytes on disk are never written twice:
//
//   on disk      |=chunk 0=|=chunk 1=|==2 |
//   packet 1               |chunk 1··|··2·····|=chunk 3=|    starts at a chunk: its checksums count
//   packet 2                          |·2··|                  continues a chunk: the checksum is
//                                                             computed from the one on disk
//   written                           |·2··|  …
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/io/data_checksum.h"
#include "common/io/disk.h"
#include "datanode/replicas/replica_map.h"

namespace mammoth::datanode {

class ReplicaStore;

// Owned and used by one thread, the writer's; made by the ReplicaStore, which outlives it. Throws
// DiskError. Destroying it ends the writing: a TEMPORARY replica that was not finished is deleted,
// an RBW stays as it was flushed.
class ReplicaWriter {
 public:
  // Opens or creates the files of `entry`. Refuses (kIo) to continue a replica with chunks of
  // another size than `requested`, or one whose files are shorter than they should be; kind of
  // checksum and all else stay the replica's own.
  static Result<std::unique_ptr<ReplicaWriter>> open(ReplicaStore& store, ReplicaMap::Entry entry,
                                                     const DataChecksum& requested, bool create);
  ~ReplicaWriter();
  ReplicaWriter(const ReplicaWriter&) = delete;
  ReplicaWriter& operator=(const ReplicaWriter&) = delete;

  const DataChecksum& checksum() const { return checksum_; }
  const Replica& replica() const { return entry_.replica; }
  const std::shared_ptr<OpenReplica>& progress() const { return entry_.open; }
  const Volume& volume() const { return *entry_.open->volume(); }
  std::uint64_t length_bytes() const { return on_disk_; }

  // Takes `data` for the block from `offset`, with the checksums of its chunks counted from its
  // first byte; empty ones are computed. Checksums are believed. Refuses (kIo) a gap before
  // `offset`, and a packet that starts inside a chunk and ends beyond it. Readers see nothing
  // before flush(), and `data` must stay where it is until then: many packets go to the disk with
  // one system call.
  Result<void> write(std::uint64_t offset, ByteView data, ByteView checksums);
  // Makes what was written visible, and safe from the death of this process.
  void flush();
  // Flushes, and returns once everything written is durable (hsync).
  void sync();
  // Once so much is synced the kernel may forget it: dfs.datanode.drop.cache.behind.writes and the
  // like.
  void hint(CacheHint hint, std::uint64_t offset, std::uint64_t length_bytes) {
    data_->hint(hint, offset, length_bytes);
  }

 private:
  friend class ReplicaStore;

  ReplicaWriter(ReplicaStore& store, ReplicaMap::Entry entry);
  void create(const DataChecksum& requested);
  Result<void> continue_existing(const DataChecksum& requested);
  void keep_checksums(std::uint64_t chunk_offset, ByteView checksums);
  void compute_checksums(std::uint64_t chunk_offset, ByteView data);
  void continue_chunk(ByteView data);
  void write_gathered();
  void release_reserved();
  // What was written after the last flush() must not outlive this writer; and a replica that got no
  // packet has the header of its checksums all the same, else nobody could recover it.
  void leave_whole() noexcept;

  ReplicaStore& store_;
  ReplicaMap::Entry entry_;
  std::unique_ptr<DiskFile> data_;
  std::unique_ptr<DiskFile> meta_;
  DataChecksum checksum_;
  std::uint64_t on_disk_ = 0;                    // once flushed
  std::vector<ByteView> gathered_;               // what is not flushed yet, up to on_disk_
  std::uint64_t gathered_offset_ = 0;            // in the block
  std::uint64_t reserved_ = 0;                   // end of the room set apart
  std::optional<std::uint32_t> last_chunk_crc_;  // when the last chunk is partial
  std::uint64_t pending_offset_ = 0;             // in the meta file, of pending_
  std::string pending_;                          // bytes for the meta file
  bool names_synced_ = false;
  bool opened_ = false;    // until then whoever opens it holds the change lock of its block
  bool finished_ = false;  // finalized or converted: nothing to clean up
};

}  // namespace mammoth::datanode
