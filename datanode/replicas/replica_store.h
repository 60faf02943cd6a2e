// The replicas of this datanode: the map, the volumes, and every change of state (Hadoop:
// FsDatasetImpl; the drawing of the states is in replica.h).
//
// A change holds the change lock of the block's shard (replica_map.h) across its renames and map
// update. The order on disk makes a crash harmless: meta file first, block file second, and the scan
// at start finishes a move of which only the first half was done. Names are not synced unless the
// writer asks for it; the other replicas of the block are what a power cut is survived by.
//
// Refusals carry Hadoop's words. Thread-safe after open(); DiskError comes through, and whoever
// catches one tells suspect().
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "common/base/clock.h"
#include "datanode/replicas/deletion_queue.h"
#include "datanode/replicas/replica_events.h"
#include "datanode/replicas/replica_map.h"
#include "datanode/replicas/replica_reader.h"
#include "datanode/replicas/replica_writer.h"
#include "datanode/replicas/volume_set.h"

namespace mammoth::datanode {

struct ReplicaStoreOptions {
  VolumeSetOptions volumes;
  std::chrono::milliseconds writer_stop_limit = std::chrono::seconds(60);
  std::chrono::milliseconds check_min_gap = std::chrono::minutes(15);
};

// What a writer wants. In `block` the stamp is the one the replica has now (or shall have, when it is
// created) and the length an estimate of what it will grow to, for which space is set aside.
struct WriteRequest {
  Block block;
  GenerationStamp new_stamp;         // 0 when it is to stay
  std::uint64_t min_bytes = 0;       // of a recovery: acknowledged by all
  std::uint64_t max_bytes = 0;       // of a recovery: received by some
  StorageType storage_type = StorageType::kDisk;
  DataChecksum checksum;
  bool is_transfer = false;          // another datanode copies a replica that is being written
  std::shared_ptr<Writer> writer;
};

struct RecoveryInfo {
  Block block;
  ReplicaState original = ReplicaState::kFinalized;
};

// What a comparison with a volume's files has found (Hadoop: DirectoryScanner.Stats).
struct Reconciled {
  std::size_t blocks = 0;             // block files
  std::size_t missing_files = 0;      // of replicas that the map had
  std::size_t missing_in_memory = 0;  // files of blocks that it had not
  std::size_t missing_meta = 0;
  std::size_t mismatched = 0;         // in length or stamp
};

class ReplicaStore {
 public:
  using WriterResult = Result<std::unique_ptr<ReplicaWriter>>;

  // `disk`, `clock` and `events` must outlive the store.
  ReplicaStore(Disk& disk, const Clock& clock, ReplicaStoreOptions options, ReplicaEvents& events);
  ~ReplicaStore();

  // --- life --------------------------------------------------------------------------------------

  // Opens the volumes and scans them, all at once. A second call with the same identity does nothing,
  // with another it is refused. Nothing else may be called before it has succeeded, but for is_open().
  Result<void> open(const NamespaceIdentity& identity);
  bool is_open() const { return open_; }
  const std::string& pool_id() const { return identity_.block_pool_id; }
  const NamespaceIdentity& identity() const { return identity_; }
  const VolumeSet& volumes() const { return volumes_; }

  // --- volumes that come and go: replica_store_volumes.cc; for one thread at a time ---------------

  // Opens and scans one more. Of two replicas of a block the better one stays, but never one that is
  // being written against its writer's will. kIo when it cannot be opened, also when nothing is open.
  Result<void> add_volume(const StorageLocation& location);
  // Its replicas are gone from the map, which events.deleted() tells; the files stay. False: there is
  // no such volume in use.
  bool remove_volume(const std::string& path);
  // A failed location that is not to count any more.
  void forget_failure(const std::string& location) { volumes_.forget_failure(location); }

  // --- writing: replica_store_create.cc, _append.cc, _finish.cc ------------------------------------

  // A new replica for a client (RBW). An existing one is refused, unless `new_stamp` says that the
  // client starts over.
  WriterResult create_rbw(const WriteRequest& request);
  // A new replica for a copy (TEMPORARY). Replaces an older, unfinished one after stopping its writer.
  WriterResult create_temporary(const WriteRequest& request);
  // Opens a finalized replica of exactly `min_bytes` again (FINALIZED → RBW).
  WriterResult append(const WriteRequest& request);
  // The same after a pipeline broke: FINALIZED, or RBW with all its bytes acknowledged.
  WriterResult recover_append(const WriteRequest& request);
  // Takes over an RBW after a pipeline broke; what was not acknowledged is cut off.
  WriterResult recover_rbw(const WriteRequest& request);
  // Finalizes what a broken pipeline left all but finished.
  Result<Replica> recover_close(const WriteRequest& request);

  // The writer is done: → FINALIZED. With `sync_names` a power cut does not undo the move.
  Result<Replica> finalize(ReplicaWriter& writer, bool sync_names);
  // The copy of a replica that is being written is done: TEMPORARY → RBW, of which `visible_bytes`
  // count as acknowledged. A client continues it.
  Result<void> convert_to_rbw(ReplicaWriter& writer, std::uint64_t visible_bytes);

  // --- reading: replica_store_read.cc --------------------------------------------------------------

  std::optional<Replica> find(BlockId id) const;
  // Any stamp of the replica that is not older than the block's. Waits up to 3 s for a range that is
  // being written.
  Result<ReplicaReader> open_reader(const Block& block, const ReplicaRange& range);
  // What readers may see; -1 of a replica that they may not (RWR, TEMPORARY).
  Result<std::int64_t> visible_length(const Block& block) const;

  // --- block recovery: replica_store_recovery.cc ---------------------------------------------------

  // Stops the writer and turns the replica over to recovery `recovery_id`. Nothing when there is no
  // such replica; refused (kRecoveryInProgress) when a later recovery has it.
  Result<std::optional<RecoveryInfo>> init_recovery(const Block& block, GenerationStamp recovery_id);
  // Gives it the length and the stamp that the recovery has decided on and finalizes it. With another
  // `new_id` the shortened replica becomes that block and the old one stays (truncate under a
  // snapshot). Tells events.received(); answers the id of its storage.
  Result<std::string> update_under_recovery(const Block& block, GenerationStamp recovery_id,
                                            BlockId new_id, std::uint64_t new_length);

  // --- what others did to the disk: replica_store_reconcile.cc --------------------------------------

  // Makes the map agree with the volume's files of finalized replicas, and tells events.received(),
  // deleted() and corrupt(). A replica that changes meanwhile is left alone. Throws DiskError.
  Reconciled reconcile(VolumeIndex volume);

  // --- deletion: replica_store_delete.cc -----------------------------------------------------------

  // Hides the replicas at once and deletes their files in the background; events.deleted() follows.
  // One that is missing or has another stamp is left out; the log says so.
  void invalidate(std::span<const Block> blocks);
  DeletionQueue& deletions() { return deletions_; }

  // --- reports and failures ------------------------------------------------------------------------

  // Of each replica that the NameNode is to know: not TEMPORARY, not being deleted; a RUR as what it
  // was, an open one with its length on disk. `visit` must not call back.
  void for_each_reported(const std::function<void(const Replica&)>& visit) const;
  std::size_t size() const { return map_.size(); }
  // Checks the volume that the error came from, unless it was checked a moment ago, and takes it out
  // of use when it does not work.
  void suspect(const DiskError& error);

 private:
  friend class ReplicaWriter;
  using Entry = ReplicaMap::Entry;

  Error refuse_existing(const Replica& replica) const;
  Error not_found(const Block& block) const;
  Result<Entry> find_exactly(const Block& block) const;
  WriterResult create_files(const WriteRequest& request, ReplicaState state);
  WriterResult reopen_finalized(const WriteRequest& request, Entry entry);
  Result<Entry> check_recoverable(const WriteRequest& request, Entry entry);
  Result<Entry> cut_to_acknowledged(const WriteRequest& request, Entry entry);
  // Makes `attempt` under the change lock, again and again while it finds a writer in its way.
  template <class T>
  Result<T> with_writer_stopped(const WriteRequest& request,
                                const std::function<Result<T>(Entry entry)>& attempt);

  // With the change lock held:
  void move(Entry& entry, ReplicaState to);
  void change_stamp(Entry& entry, GenerationStamp stamp);
  void remove_files(const Replica& replica);
  // What a writer leaves behind who ends before his time; takes the change lock itself.
  void abandon(ReplicaWriter& writer) noexcept;
  void delete_in_background(const Replica& replica) noexcept;

  Result<RecoveryInfo> hand_over(const Block& block, GenerationStamp recovery_id, Entry entry);
  Result<void> check_files(const Entry& entry) const;
  Result<void> copy_truncated(const Entry& entry, GenerationStamp recovery_id, BlockId new_id,
                              std::uint64_t new_length);

  void settle(VolumeIndex index, BlockId id, Reconciled& result);
  void take_in(VolumeIndex index, const Block& found, Reconciled& result);

  Result<void> scan();
  void adopt(const Replica& replica);
  void fail_volume(VolumeIndex index, const std::string& reason);

  Disk& disk_;
  const Clock& clock_;
  const ReplicaStoreOptions options_;
  ReplicaEvents& events_;

  NamespaceIdentity identity_;  // constant after open()
  VolumeSet volumes_;
  ReplicaMap map_;
  std::atomic<bool> open_ = false;

  std::mutex check_mutex_;
  std::map<VolumeIndex, std::int64_t> last_check_ms_;  // guarded by check_mutex_; monotonic

  DeletionQueue deletions_;  // last: its threads use all of the above
};

}  // namespace mammoth::datanode
