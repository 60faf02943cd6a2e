// The daemon put together: configuration, store, namesystem, RPC server and the clock that drives
// them (Hadoop: NameNode). Beginning and end of everything else are here.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "common/async/io_pool.h"
#include "common/base/clock.h"
#include "common/config/configuration.h"
#include "common/config/host_port.h"
#include "common/config/reconfiguration.h"
#include "common/rpc/reconfiguration_protocol.h"
#include "common/rpc/retry_cache.h"
#include "common/rpc/server.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/rpc/ha_service_protocol.h"
#include "namenode/rpc/namenode_protocol.h"
#include "namenode/rpc/refresh_policy_protocol.h"
#include "namenode/rpc/store_barrier.h"
#include "namenode/rpc/user_mappings_protocol.h"
#include "namenode/store/format.h"
#include "namenode/system/namesystem.h"
#include "namenode/system/proxy_users.h"
#include "namenode/system/trash_emptier.h"
#include "namenode/web/web_server.h"

namespace mammoth::namenode {

// Where the configuration says things are; refusals read like Apache's.
Result<std::string> name_directory(const Configuration& configuration);
// The address that clients are told: dfs.namenode.rpc-address, else fs.defaultFS with port 8020.
Result<HostPort> rpc_address(const Configuration& configuration);
// The user who runs this process.
std::string daemon_user();

// Constructed, started and stopped by one thread; failed() from any. A failure of the store at
// start is a StoreError.
class NameNode {
 public:
  using Reload = Reconfiguration::Reload;

  // Opens a formatted name directory: kIo "NameNode is not formatted." and the like.
  static Result<std::unique_ptr<NameNode>> open(const Configuration& configuration, Reload reload);
  ~NameNode();  // stops

  // Listens and begins to serve.
  Result<void> start();
  // Answers what is durable, closes every connection and the store. Idempotent.
  void stop();

  // The disk failed: nothing can be promised any more, and the process should end.
  bool failed() const { return failed_ || store_->failed(); }
  // False when the maintenance, which needs the lock of the file system, has stood still for 10 s.
  bool responsive() const;
  std::uint16_t rpc_port() const { return server_->port(); }
  std::uint16_t http_port() const { return web_->port(); }

 private:
  struct Settings;
  NameNode(Settings settings, std::unique_ptr<MetaStore> store, NameDirectoryLock lock);
  void add_services();
  WebParts web_parts();
  rpc::ReconfigurationProtocol::Guard reconfiguration_guard();
  Result<std::shared_ptr<hdfs::FileSystem>> open_file_system(const Caller& caller) const;
  void maintain();
  void check_disk_space();
  void forgive_own_absence();
  void note_startup();

  // Hadoop: NameNodeResourceChecker.
  struct DiskReserve {
    std::string directory;
    std::uint64_t reserved_bytes = 0;
    std::int64_t interval_ms = 0;
  };

  // In the order of construction; each uses those above it.
  SystemClock clock_;
  const DiskReserve disk_reserve_;
  const NameDirectoryLock lock_;
  const std::unique_ptr<MetaStore> store_;
  UserGroups groups_;
  ProxyUsers proxy_users_;
  Namesystem system_;
  TrashEmptier trash_emptier_;  // of the maintenance thread
  ClientProtocol client_protocol_;
  DatanodeProtocol datanode_protocol_;
  NamenodeProtocol namenode_protocol_;
  UserMappingsProtocol user_mappings_;
  HaServiceProtocol ha_service_;
  RefreshPolicyProtocol refresh_policy_;
  Reconfiguration reconfiguration_;
  rpc::ReconfigurationProtocol reconfiguration_protocol_;
  StoreBarrier barrier_;
  rpc::RetryCache retry_cache_;
  IoPool pool_;
  std::vector<std::unique_ptr<rpc::Service>> services_;
  std::unique_ptr<rpc::Server> server_;
  const Configuration configuration_;
  std::unique_ptr<WebServer> web_;

  std::atomic<bool> failed_{false};
  std::atomic<std::int64_t> started_up_ms_{0};  // since the epoch; 0: not yet
  std::atomic<std::int64_t> last_turn_ms_{0};  // of the maintenance thread
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;                // guarded by mutex_
  std::int64_t next_disk_check_ms_ = 0;  // of the maintenance thread
  std::thread maintenance_;
};

}  // namespace mammoth::namenode
