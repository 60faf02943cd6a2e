// The datanode's life with its NameNode (Hadoop: BPServiceActor):
//
//   versionRequest ─> registerDatanode ─> ┌ sendHeartbeat every 3 s, whose answers bring commands
//        ^                    ^           ├ blockReport at first and every 6 h
//        │ lost, restarted    │ asked to  └ blockReceivedAndDeleted as replicas come and go
//        └────────────────────┴── register again
//
// A NameNode that is away is tried again for ever, with growing pauses; what changed meanwhile is
// reported when it is back. The session ends only when the NameNode refuses this datanode for good
// (kDisallowedDatanode, kUnregisteredNode, kIncorrectVersion) or its storage belongs elsewhere.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/async/event.h"
#include "common/async/task_group.h"
#include "common/base/timed_count.h"
#include "common/protocol/hdfs/datanode_registration.pb.h"
#include "common/rpc/client.h"
#include "datanode/replicas/replica_cache.h"
#include "datanode/report/command_executor.h"
#include "datanode/transfer/datanode_identity.h"
#include "datanode/report/incremental_reports.h"
#include "datanode/transfer/registration.h"

namespace mammoth::datanode {

struct SessionOptions {
  HostPort namenode;
  std::string user;
  std::chrono::milliseconds heartbeat_interval = std::chrono::seconds(3);       // dfs.heartbeat.interval
  std::chrono::milliseconds report_interval = std::chrono::hours(6);            // dfs.blockreport.intervalMsec
  std::chrono::milliseconds initial_report_delay{0};                            // dfs.blockreport.initialDelay
  std::uint64_t report_split_threshold = 1'000'000;                             // dfs.blockreport.split.threshold
  std::chrono::milliseconds cache_report_interval = std::chrono::seconds(10);   // dfs.cachereport.intervalMsec
};

// What the session has said since the start (Hadoop: DataNodeMetrics). Thread-safe; only grows.
struct SessionActivity {
  TimedCount heartbeats;
  TimedCount full_reports;
  TimedCount incremental_reports;
  std::atomic<std::int64_t> last_heartbeat_ms{0};  // on the steady clock; 0: none yet
  std::atomic<std::int64_t> last_full_report_ms{0};
};

struct SessionLoad {
  std::function<std::uint32_t()> xceivers;   // conversations going on
  std::function<std::uint32_t()> transfers;  // copies to other datanodes going on
  SessionActivity* activity = nullptr;       // none: nobody counts
  const ReplicaCache* cache = nullptr;       // none: no memory is set aside
};

// Everything but what says otherwise runs on the executor given, which
// is one thread's. The references must outlive run().
class NamenodeSession {
 public:
  NamenodeSession(asio::any_io_executor executor, SessionOptions options, DatanodeIdentity identity,
                  ReplicaStore& store, IncrementalReports& changes, CommandExecutor& commands,
                  Registration& registered_as, SessionLoad load);
  ~NamenodeSession();

  // Lives until cancelled. Throws ErrorException when the session is over for good.
  Task<> run();

  // Thread-safe: sends waiting changes now.
  void wake_up();
  // Thread-safe: a full report (or only the waiting changes) goes out with the next step.
  void request_report(bool incremental);
  // Thread-safe; intervals hold from the next use on. The NameNode and the user stay.
  void reconfigure(std::function<void(SessionOptions&)> change);
  // Thread-safe; tells the NameNode of a corrupt replica.
  void report_bad_block(const Block& block, const std::string& storage_id);

 private:
  Task<> handshake();
  Task<> register_datanode();
  Task<> heartbeats();
  Task<> changes();
  Task<> send_heartbeat();
  Task<> send_changes();
  Task<> send_cache_report();
  Task<> send_full_report(std::uint64_t lease_id);
  Task<> send_bad_block(Block block, std::string storage_id);
  Task<> pause(std::chrono::milliseconds time);
  void obey(const ::hadoop::hdfs::datanode::DatanodeCommandProto& command);
  void schedule_next_report();
  // The NameNode does not want this datanode, now or later.
  static bool is_final(const Error& error);

  const asio::any_io_executor executor_;
  SessionOptions options_;
  const DatanodeIdentity identity_;
  ReplicaStore& store_;
  IncrementalReports& changes_;
  CommandExecutor& commands_;
  Registration& registered_as_;  // for those who serve other nodes and clients
  const SessionLoad load_;
  rpc::Client client_;
  const std::unique_ptr<rpc::Proxy> namenode_;

  ::hadoop::hdfs::datanode::DatanodeRegistrationProto registration_;
  bool must_register_ = false;
  std::chrono::steady_clock::time_point next_report_{};
  std::chrono::steady_clock::time_point next_cache_report_{};
  std::int64_t report_id_ = 0;
  Event change_waits_;
  Event heartbeat_now_;
  bool changes_wait_ = false;
  std::unique_ptr<TaskGroup> side_calls_;
};

}  // namespace mammoth::datanode
