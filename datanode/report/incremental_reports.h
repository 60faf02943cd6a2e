// What changed among the replicas and the NameNode has not been told yet (Hadoop:
// IncrementalBlockReportManager). Received replicas are urgent, because a client waits for them;
// the others travel with the next report, or the next heartbeat.
//
// Thread-safe. Bounded by the number of replicas: a block has one entry for each storage, the latest.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "datanode/replicas/replica_events.h"

namespace mammoth::datanode {

// The numbers are those of ReceivedDeletedBlockInfoProto.
enum class ReplicaChange : std::uint8_t { kReceiving = 1, kReceived = 2, kDeleted = 3 };

struct ChangedReplica {
  Block block;
  ReplicaChange change = ReplicaChange::kReceived;
  std::string delete_hint;
};

struct ChangesOfStorage {
  std::string storage_id;
  StorageType type = StorageType::kDisk;
  std::vector<ChangedReplica> replicas;
};

struct ChangeBatch {
  std::vector<ChangesOfStorage> storages;
  std::uint64_t ticket = 0;  // everything up to it is in this batch, or was in an earlier one
  bool empty() const { return storages.empty(); }
};

class IncrementalReports final : public ReplicaEvents {
 public:
  // Hooks are called without a lock held, on whichever thread makes the change.
  struct Hooks {
    std::function<void()> urgent;                                           // something to send at once
    std::function<void(const Block&, const std::string& storage_id)> corrupt;
    std::function<void(const std::string& reason, bool must_stop)> volume_failed;
    std::function<void(const Block&)> hidden{};
  };
  void set_hooks(Hooks hooks);  // before the first event

  void receiving(const Block& block, const Volume& volume) override;
  std::uint64_t received(const Block& block, const Volume& volume, const std::string& delete_hint) override;
  void deleted(const Block& block, const Volume& volume) override;
  void hidden(const Block& block) override;
  bool wait_until_reported(std::uint64_t ticket, std::chrono::milliseconds limit) override;
  void corrupt(const Block& block, const Volume& volume) override;
  void volume_failed(const Volume& volume, bool must_stop, const std::string& reason) override;

  // All that waits; the caller sends it and then says so, or puts it back.
  ChangeBatch take();
  void reported(const ChangeBatch& batch);
  void put_back(ChangeBatch batch);
  // A full report follows: it says everything that waits.
  void clear();

 private:
  struct Pending {
    StorageType type = StorageType::kDisk;
    std::map<BlockId, ChangedReplica> replicas;
  };
  std::uint64_t add(const Volume& volume, ChangedReplica change, bool urgent);

  Hooks hooks_;
  std::mutex mutex_;
  std::condition_variable reported_;
  std::map<std::string, Pending> pending_;  // by storage; guarded by mutex_, as what follows
  std::uint64_t last_ticket_ = 0;
  std::uint64_t reported_ticket_ = 0;
};

}  // namespace mammoth::datanode
