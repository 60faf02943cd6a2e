// The daemon put together: volumes, block transfer, ipc server, the session with the NameNode (Hadoop:
// DataNode). Beginning and end of everything else are here.
//
//   threads    accept, one for each connection     block transfer
//              ipc (4)                              RPC from clients and other datanodes
//              session                              heartbeats, reports, orders
//              recovery, transfer (up to 16)        what the NameNode has ordered
//              deletion (one for each volume)       files of replicas that are gone
//              cache (if memory is set aside)       replicas to be held in it
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "common/async/io_pool.h"
#include "common/async/task_group.h"
#include "common/base/clock.h"
#include "common/config/reconfiguration.h"
#include "common/io/system_disk.h"
#include "common/rpc/reconfiguration_protocol.h"
#include "common/rpc/server.h"
#include "datanode/recovery/block_recovery.h"
#include "datanode/replicas/replica_cache.h"
#include "datanode/report/command_executor.h"
#include "datanode/report/incremental_reports.h"
#include "datanode/report/namenode_session.h"
#include "datanode/rpc/client_datanode_protocol.h"
#include "datanode/rpc/inter_datanode_protocol.h"
#include "datanode/settings.h"
#include "datanode/transfer/outgoing_transfers.h"
#include "datanode/transfer/xceiver_server.h"
#include "datanode/web/web_server.h"

namespace mammoth::datanode {

// Constructed, started and stopped by one thread.
class Datanode {
 public:
  // `on_end` is called, once and on any thread, when the datanode wants to end: without a reason when an
  // administrator asked for it, else with what makes going on impossible. It must not call stop().
  using OnEnd = std::function<void(std::optional<std::string> failure)>;

  Datanode(Settings settings, OnEnd on_end);
  ~Datanode();  // stops
  Datanode(const Datanode&) = delete;
  Datanode& operator=(const Datanode&) = delete;

  // Listens, and begins to look for the NameNode. Refused when a port cannot be had.
  Result<void> start();
  // Ends every conversation; what was flushed stays. Idempotent.
  void stop();

  // False when the loop that talks to the NameNode has stood still for 10 s. For the one thread that
  // started it, about every second.
  bool responsive();

  std::uint16_t transfer_port() const { return xceivers_.port(); }
  std::uint16_t ipc_port() const { return ipc_server_.port(); }
  std::uint16_t http_port() const { return web_.port(); }

 private:
  void prepare_directories() const;
  void prepare_directory(const std::string& path) const;
  void connect_parts();
  void start_session();
  void stop_session();
  Task<> run_session();
  void end(std::optional<std::string> failure);
  DatanodeIdentity identity() const;
  CommandActions actions();
  DaemonControls controls();
  SessionLoad load();
  std::vector<Reconfiguration::Property> reconfigurable_properties();  // reconfigure.cc
  Result<std::string> refresh_volumes(const std::string& value);       // refresh_volumes.cc
  std::vector<http::Bean> beans() const;  // beans.cc

  const Settings settings_;
  OnEnd on_end_;
  std::once_flag ended_;

  // In the order of construction; each uses those above it.
  SystemClock clock_;
  SystemDisk disk_;
  IncrementalReports reports_;
  ReplicaStore store_;
  Registration registration_;
  BalanceThrottler balance_;
  ShortCircuitRegistry short_circuit_;
  TransferActivity transfer_activity_;
  SessionActivity session_activity_;
  ReplicaCache cache_;
  const TransferContext context_;
  XceiverServer xceivers_;
  OutgoingTransfers transfers_;
  BlockRecovery recovery_;
  CommandExecutor commands_;
  Scanners scanners_;

  ClientDatanodeProtocol client_protocol_;
  InterDatanodeProtocol inter_protocol_;
  Reconfiguration reconfiguration_;
  rpc::ReconfigurationProtocol reconfiguration_protocol_;
  rpc::Service client_service_;
  rpc::Service inter_service_;
  rpc::Service reconfiguration_service_;
  IoPool ipc_pool_;
  rpc::Server ipc_server_;
  WebServer web_;

  asio::io_context session_io_{1};
  std::unique_ptr<NamenodeSession> session_;
  std::unique_ptr<TaskGroup> session_tasks_;
  std::thread session_thread_;
  std::atomic<std::int64_t> last_turn_ms_{0};  // of the session's thread
  bool stopped_ = false;
};

}  // namespace mammoth::datanode
