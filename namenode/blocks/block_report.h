// What datanodes tell about their replicas (Hadoop: BlockListAsLongs, ReceivedDeletedBlockInfo,
// BlockReportContext).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "common/base/result.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

enum class ReplicaState : std::uint8_t {
  kFinalized = 0,
  kBeingWritten = 1,     // RBW
  kWaitingRecovery = 2,  // RWR
  kUnderRecovery = 3,    // RUR
  kTemporary = 4,
};

struct ReportedReplica {
  Block block;
  ReplicaState state = ReplicaState::kFinalized;
};

// The replicas of one storage, decoded one at a time, so that a report of millions of replicas is
// never held twice. A broken encoding ends the sequence with an error.
class ReplicaCursor {
 public:
  virtual ~ReplicaCursor() = default;
  virtual Result<std::optional<ReportedReplica>> next() = 0;
};

// Where a full report stands among its messages; `id` 0 and one message when absent on the wire.
struct ReportContext {
  std::uint32_t total_messages = 1;
  std::uint32_t current_message = 0;
  std::int64_t report_id = 0;
  std::uint64_t lease_id = 0;
};

struct StorageIdentity {
  std::string uuid;
  StorageType type = StorageType::kDisk;
  StorageState state = StorageState::kNormal;
};

struct StorageBlockReport {
  StorageIdentity storage;
  ReplicaCursor* replicas = nullptr;  // alive while the report is processed
};

// A full report on its way through BlockManager::continue_full_report. Between the slices the lock
// may be given up: a datanode sends nothing else while its report is unanswered, so nothing about
// its replicas changes but what the namespace does to them.
struct FullReport {
  ReportContext context;
  std::vector<StorageBlockReport> storages;

  // What comes out of it.
  bool accepted = false;  // false: not read, its lease was not valid
  bool all_storages_reported = false;

  // How far it is; the report processor's.
  std::size_t current_storage = 0;
  bool in_storage = false;
  std::uint32_t listed = 0;           // replicas of the storage in the map when its part began
  std::uint32_t matched = 0;          // of these, found in the report
  std::vector<BlockId> reported_ids;  // collected only when something was listed
};

// One change on a datanode's disk (an incremental block report is a list of them, in order).
struct ReplicaEvent {
  enum class Kind : std::uint8_t { kReceiving = 1, kReceived = 2, kDeleted = 3 };
  Kind kind = Kind::kReceived;
  Block block;
  std::string delete_hint;  // uuid of the node that may drop its replica (balancer)
};

struct StorageReplicaEvents {
  StorageIdentity storage;
  std::vector<ReplicaEvent> events;
};

}  // namespace mammoth::namenode
