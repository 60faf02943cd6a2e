// What is known, beyond the map's record, of a replica that is being written or recovered (Hadoop:
// LocalReplicaInPipeline, ReplicaUnderRecovery). Three lengths grow one after the other:
//
//   acknowledged <= on disk <= received
//
// Readers see what was acknowledged, or everything if nobody acknowledges because the pipeline ends
// elsewhere; a recovery decides by what is on disk.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "common/base/result.h"
#include "datanode/replicas/replica.h"
#include "datanode/replicas/volume.h"
#include "datanode/replicas/writer.h"

namespace mammoth::datanode {

// The lengths at one moment, and the checksum of the last chunk on disk when that chunk is not full:
// the meta file's own may already belong to a longer chunk.
struct ReplicaProgress {
  std::uint64_t received = 0;
  std::uint64_t on_disk = 0;
  std::uint64_t acknowledged = 0;
  std::optional<std::uint32_t> last_chunk_crc;
};

// Thread-safe. Lives as long as somebody refers to it, which may be longer than the replica.
class OpenReplica {
 public:
  // `length` bytes are there already, all acknowledged; `reserved_bytes` are already reserved on
  // `volume` and given back piece by piece.
  OpenReplica(BlockId id, std::shared_ptr<Volume> volume, std::uint64_t length,
              std::uint64_t reserved_bytes);
  ~OpenReplica();
  OpenReplica(const OpenReplica&) = delete;
  OpenReplica& operator=(const OpenReplica&) = delete;

  BlockId id() const { return id_; }
  const std::shared_ptr<Volume>& volume() const { return volume_; }

  ReplicaProgress progress() const;
  void set_received(std::uint64_t length);
  // Adjusts the volume's use and reservation by the growth, and wakes readers.
  void set_on_disk(std::uint64_t length, std::optional<std::uint32_t> last_chunk_crc);
  void set_acknowledged(std::uint64_t length);
  // After a truncation: all three lengths at once.
  void reset(std::uint64_t length, std::optional<std::uint32_t> last_chunk_crc);
  // Gives back what is still reserved.
  void release_reservation();

  // Waits until so much is on disk. Refuses (kIo): "Need N bytes, but only M bytes available".
  Result<void> wait_for_length(std::uint64_t length, std::chrono::milliseconds limit) const;

  // Becomes the writer if there is none, or only one who has gone.
  bool try_set_writer(const std::shared_ptr<Writer>& writer);
  // Makes the present writer go. Refuses (kIo) when he does not within `limit`. Never under a lock
  // that he needs for going.
  Result<void> stop_writer(std::chrono::milliseconds limit);

  // Of a RUR; the stamp of the recovery that has it.
  GenerationStamp recovery_id() const;
  void set_recovery_id(GenerationStamp id);

 private:
  const BlockId id_;
  const std::shared_ptr<Volume> volume_;

  mutable std::mutex mutex_;
  mutable std::condition_variable grown_;
  ReplicaProgress progress_;         // guarded by mutex_
  std::uint64_t reserved_bytes_;     // guarded by mutex_
  std::shared_ptr<Writer> writer_;   // guarded by mutex_
  GenerationStamp recovery_id_;      // guarded by mutex_
};

}  // namespace mammoth::datanode
