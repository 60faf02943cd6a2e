#include "yarn/resource_manager/resource_manager.h"

#include <cstdlib>
#include <filesystem>

#include "common/base/log.h"
#include "common/config/keys.h"
#include "common/config/keys/yarn.h"
#include "common/rpc/service.h"
#include "yarn/resource_manager/rpc/convert_submission.h"
#include "yarn/resource_manager/rpc/version.h"

namespace mammoth::yarn {

namespace {

constexpr std::chrono::milliseconds kTick{1'000};
constexpr std::int64_t kHangMs = 10'000;

rpc::ServerOptions server_options(const Configuration& conf, const ConfigKey& address) {
  rpc::ServerOptions options;
  options.address = conf.get_address(address).value_or(options.address);
  const std::string bind_host = conf.get(keys::kYarnResourcemanagerBindHost);
  if (!bind_host.empty()) options.address.host = bind_host;
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  options.listen_backlog = static_cast<int>(conf.get_int(keys::kIpcServerListenQueueSize));
  options.max_frame_bytes = static_cast<std::uint32_t>(conf.get_size(keys::kIpcMaximumDataLength));
  options.client_max_idle = conf.get_duration(keys::kIpcClientConnectionMaxidletime);
  return options;
}

// A key is used alone once everybody who lives must have heard of it.
yarn_tokens::KeyTimes key_times(const Configuration& conf, const ConfigKey& rolling,
                                std::int64_t expiry_ms) {
  return {.rolling_ms = conf.get_duration(rolling).count(), .activation_ms = expiry_ms * 3 / 2};
}

Result<ClusterSettings> cluster_settings(const Configuration& conf, const Clock& clock) {
  ClusterSettings settings{.scheduler = TRY(parse_settings(conf)), .started_ms = clock.wall_ms()};
  settings.max_attempts = static_cast<int>(conf.get_int(keys::kYarnResourcemanagerAmMaxAttempts));
  settings.master_expiry_ms =
      conf.get_duration(keys::kYarnAmLivenessMonitorExpiryIntervalMs).count();
  settings.node_expiry_ms = conf.get_duration(keys::kYarnNmLivenessMonitorExpiryIntervalMs).count();
  settings.max_completed =
      static_cast<std::size_t>(conf.get_int(keys::kYarnResourcemanagerMaxCompletedApplications));
  settings.hosts = TRY(AdminProtocol::read_lists(conf));
  settings.acl_enabled = conf.get_bool(keys::kYarnAclEnable);
  settings.admins = AccessList(conf.get(keys::kYarnAdminAcl));
  settings.work_preserving = conf.get_bool(keys::kYarnResourcemanagerWorkPreservingRecoveryEnabled);
  settings.scheduling_wait_ms =
      conf.get_duration(keys::kYarnResourcemanagerWorkPreservingRecoverySchedulingWaitMs).count();
  settings.web_address = conf.get(keys::kYarnResourcemanagerWebappAddress);
  return settings;
}

}  // namespace

Result<Configuration> with_queues(Configuration conf) {
  if (const char* directory = std::getenv("HADOOP_CONF_DIR")) {
    const std::string file = std::string(directory) + "/capacity-scheduler.xml";
    if (std::filesystem::exists(file)) TRY(conf.add_xml_file(file));
  }
  const std::string prefix = "yarn.scheduler.capacity.root.";
  if (!conf.find(prefix + "queues")) {
    conf.set(prefix + "queues", "default", "default");
    conf.set(prefix + "default.capacity", "100", "default");
  }
  return conf;
}

struct ResourceManager::Settings {
  RackMapping racks;
  std::unique_ptr<StateStore> store;
  SavedState saved;
  ClusterSettings cluster;
  TokenTimes tokens;
  std::int64_t heartbeat_ms;
  std::size_t io_threads;
  Configuration configuration;
  Reload reload;
};

Result<std::unique_ptr<ResourceManager>> ResourceManager::open(const Configuration& conf,
                                                               Reload reload) {
  static const SystemClock clock;
  ClusterSettings cluster = TRY(cluster_settings(conf, clock));
  std::unique_ptr<StateStore> store;
  SavedState saved;
  if (conf.get_bool(keys::kYarnResourcemanagerRecoveryEnabled)) {
    store = TRY(StateStore::open(conf.get(keys::kYarnResourcemanagerLeveldbStateStorePath)));
    saved = TRY(store->load(cluster.work_preserving));
    cluster.epoch = cluster.work_preserving ? saved.epoch : 0;
  }
  const TokenTimes tokens{
      .masters = key_times(conf, keys::kYarnResourcemanagerAmRmTokensMasterKeyRollingIntervalSecs,
                           cluster.master_expiry_ms),
      .nodes = key_times(conf, keys::kYarnResourcemanagerNmTokensMasterKeyRollingIntervalSecs,
                         cluster.node_expiry_ms),
      .containers =
          key_times(conf, keys::kYarnResourcemanagerContainerTokensMasterKeyRollingIntervalSecs,
                    cluster.node_expiry_ms),
  };
  Settings settings{
      .racks = TRY(RackMapping::read(conf)),
      .store = std::move(store),
      .saved = std::move(saved),
      .cluster = std::move(cluster),
      .tokens = tokens,
      .heartbeat_ms =
          conf.get_duration(keys::kYarnResourcemanagerNodemanagersHeartbeatIntervalMs).count(),
      .io_threads = static_cast<std::size_t>(conf.get_int(keys::kMammothResourcemanagerIoThreads)),
      .configuration = conf,
      .reload = std::move(reload)};
  return std::unique_ptr<ResourceManager>(new ResourceManager(std::move(settings)));
}

ResourceManager::ResourceManager(Settings settings)
    : racks_(std::move(settings.racks)),
      store_(std::move(settings.store)),
      manager_(std::move(settings.cluster), settings.tokens, clock_, store_.get()),
      launcher_(manager_),
      client_protocol_(manager_),
      master_protocol_(manager_),
      tracker_protocol_(manager_, settings.heartbeat_ms),
      admin_protocol_(manager_, std::move(settings.reload)),
      master_sasl_(manager_.master_tokens(), security::TokenSaslServers::Simple::kRefused),
      pool_(settings.io_threads),
      web_(web_parts(settings.configuration)) {
  manager_.set_launcher(&launcher_);
  manager_.set_racks([this](const std::string& host) { return racks_.rack_of(host); });
  manager_.recover(std::move(settings.saved));
  const Configuration& conf = settings.configuration;
  const std::string api = "org.apache.hadoop.yarn.api.";
  const std::string server_api = "org.apache.hadoop.yarn.server.api.";
  add_server(server_options(conf, keys::kYarnResourcemanagerAddress),
             api + "ApplicationClientProtocolPB",
             [this](rpc::Service& service) { client_protocol_.bind_to(service); });
  rpc::ServerOptions masters = server_options(conf, keys::kYarnResourcemanagerSchedulerAddress);
  masters.sasl = &master_sasl_;
  add_server(masters, api + "ApplicationMasterProtocolPB",
             [this](rpc::Service& service) { master_protocol_.bind_to(service); });
  add_server(server_options(conf, keys::kYarnResourcemanagerResourceTrackerAddress),
             server_api + "ResourceTrackerPB",
             [this](rpc::Service& service) { tracker_protocol_.bind_to(service); });
  add_server(server_options(conf, keys::kYarnResourcemanagerAdminAddress),
             server_api + "ResourceManagerAdministrationProtocolPB",
             [this](rpc::Service& service) { admin_protocol_.bind_to(service); });
}

WebParts ResourceManager::web_parts(const Configuration& configuration) {
  return {.read =
              [this](const std::function<void(const Cluster&)>& show) {
                manager_.with([&](Cluster& cluster) { show(cluster); });
                manager_.flush();  // nobody is told what a restart would not know
              },
          .change =
              [this](const std::function<void(Cluster&)>& use) {
                manager_.with([&](Cluster& cluster) { use(cluster); });
                manager_.flush();
              },
          .submission = submission_of,
          .caller = [this](const std::string& user) { return manager_.caller(user); },
          .started_ms = manager_.started_ms(),
          .version = std::string(kVersion),
          .state_store = store_ ? "LeveldbRMStateStore" : "NullRMStateStore",
          .configuration = configuration};
}

ResourceManager::~ResourceManager() {
  stop();
}

void ResourceManager::add_server(rpc::ServerOptions options, const std::string& protocol,
                                 const std::function<void(rpc::Service&)>& bind) {
  if (store_)
    options.barrier =
        barriers_.emplace_back(std::make_unique<StoreBarrier>(store_->records())).get();
  auto& service = services_.emplace_back(std::make_unique<rpc::Service>(protocol, 1));
  bind(*service);
  servers_.push_back(std::make_unique<rpc::Server>(pool_, options));
  servers_.back()->add(*service);
}

Result<void> ResourceManager::start() {
  for (const auto& server : servers_) TRY(server->start());
  TRY(web_.start());
  last_turn_ms_ = clock_.monotonic_ms();
  timekeeper_ = std::thread([this] { keep_time(); });
  return {};
}

std::uint16_t ResourceManager::client_port() const {
  return servers_.front()->port();
}

bool ResourceManager::responsive() const {
  return clock_.monotonic_ms() - last_turn_ms_ < kHangMs;
}

void ResourceManager::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  web_.stop();
  for (const auto& server : servers_) server->stop();
  if (timekeeper_.joinable()) timekeeper_.join();
  launcher_.stop();
}

void ResourceManager::keep_time() {
  try {
    for (;;) {
      manager_.tick();
      if (store_ && store_->records().failed())
        throw std::runtime_error("the state store cannot be written any more");
      last_turn_ms_ = clock_.monotonic_ms();
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, kTick, [this] { return stopping_; })) return;
    }
  } catch (const std::exception& failure) {
    log::error("resourcemanager", "the passing of time failed: {}", failure.what());
    failed_ = true;
  }
}

}  // namespace mammoth::yarn
