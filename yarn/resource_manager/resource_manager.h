// The daemon put together: configuration, cluster, four RPC servers, web server and the clock that
// drives them (Hadoop: ResourceManager). Beginning and end of everything else are here.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/async/io_pool.h"
#include "common/base/clock.h"
#include "common/config/configuration.h"
#include "common/net/rack_mapping.h"
#include "common/rpc/server.h"
#include "common/security/token_sasl.h"
#include "yarn/resource_manager/rpc/admin_protocol.h"
#include "yarn/resource_manager/rpc/client_protocol.h"
#include "yarn/resource_manager/rpc/launcher.h"
#include "yarn/resource_manager/rpc/manager.h"
#include "yarn/resource_manager/rpc/master_protocol.h"
#include "yarn/resource_manager/rpc/store_barrier.h"
#include "yarn/resource_manager/rpc/tracker_protocol.h"
#include "yarn/resource_manager/web/web_server.h"

namespace mammoth::yarn {

// `loaded`, and on top of it capacity-scheduler.xml of HADOOP_CONF_DIR where there is one. Without
// any queue there is one named default, which has everything.
Result<Configuration> with_queues(Configuration loaded);

// Constructed, started and stopped by one thread; the queries from any.
class ResourceManager {
 public:
  using Reload = AdminProtocol::Reload;

  static Result<std::unique_ptr<ResourceManager>> open(const Configuration& configuration,
                                                       Reload reload);
  ~ResourceManager();  // stops

  Result<void> start();
  // Idempotent. Applications go on where they are, without anybody to give them more.
  void stop();

  bool failed() const { return failed_; }
  // False when time, which needs the cluster's lock, has stood still for 10 s.
  bool responsive() const;
  std::uint16_t client_port() const;

 private:
  struct Settings;
  explicit ResourceManager(Settings settings);
  void add_server(rpc::ServerOptions options, const std::string& protocol,
                  const std::function<void(rpc::Service&)>& bind);
  WebParts web_parts(const Configuration& configuration);
  void keep_time();

  // In the order of construction; each uses those above it.
  SystemClock clock_;
  const RackMapping racks_;
  const std::unique_ptr<StateStore> store_;  // none without recovery
  Manager manager_;
  Launcher launcher_;
  ClientProtocol client_protocol_;
  MasterProtocol master_protocol_;
  TrackerProtocol tracker_protocol_;
  AdminProtocol admin_protocol_;
  security::TokenSaslServers master_sasl_;
  IoPool pool_;
  std::vector<std::unique_ptr<StoreBarrier>> barriers_;  // one a server
  std::vector<std::unique_ptr<rpc::Service>> services_;
  std::vector<std::unique_ptr<rpc::Server>> servers_;  // clients, masters, nodes, administrators
  WebServer web_;

  std::atomic<bool> failed_{false};
  std::atomic<std::int64_t> last_turn_ms_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread timekeeper_;
};

}  // namespace mammoth::yarn
