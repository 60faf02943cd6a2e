#include "yarn/node_manager/node_manager.h"

#include <unistd.h>

#include "common/base/log.h"
#include "common/config/keys.h"
#include "common/config/keys/nodemanager.h"
#include "common/config/keys/yarn.h"
#include "common/hdfs/user_identity.h"

namespace mammoth::yarn::node {

namespace {

constexpr std::chrono::milliseconds kTick{200};
constexpr std::chrono::seconds kKillLimit{5};
constexpr std::int64_t kHangMs = 10'000;
constexpr std::string_view kVersion = "3.4.2";
constexpr const char* kProtocol = "org.apache.hadoop.yarn.api.ContainerManagementProtocolPB";

HostPort bind_address(const Configuration& conf) {
  HostPort address =
      conf.get_address(keys::kYarnNodemanagerAddress).value_or(HostPort{"127.0.0.1", 0});
  const std::string bind_host = conf.get(keys::kYarnNodemanagerBindHost);
  if (!bind_host.empty()) address.host = bind_host;
  return address;
}

rpc::ServerOptions server_options(const Configuration& conf, security::TokenSaslServers& sasl) {
  rpc::ServerOptions options;
  options.address = bind_address(conf);
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  options.listen_backlog = static_cast<int>(conf.get_int(keys::kIpcServerListenQueueSize));
  options.max_frame_bytes = static_cast<std::uint32_t>(conf.get_size(keys::kIpcMaximumDataLength));
  options.client_max_idle = conf.get_duration(keys::kIpcClientConnectionMaxidletime);
  options.sasl = &sasl;
  return options;
}

bool has_shuffle(const Configuration& conf) {
  return !conf.get_list(keys::kYarnNodemanagerAuxServices).empty();
}

std::vector<AuxiliaryService*> services_of(const Configuration& conf, ShuffleJobs& jobs) {
  if (!has_shuffle(conf)) return {};
  return {&jobs};
}

ContainersSettings containers_settings(const Configuration& conf) {
  return {.max_diagnostics_bytes = static_cast<std::size_t>(
              conf.get_size(keys::kYarnNodemanagerContainerDiagnosticsMaximumSize)),
          .keep_finished_ms =
              conf.get_duration(keys::kYarnNodemanagerDurationToTrackStoppedContainers).count()};
}

LocalizerSettings localizer_settings(const Configuration& conf) {
  return {
      .threads =
          static_cast<std::size_t>(conf.get_int(keys::kYarnNodemanagerLocalizerFetchThreadCount)),
      .max_cache_bytes =
          static_cast<std::uint64_t>(conf.get_int(keys::kYarnNodemanagerLocalizerCacheTargetSizeMb))
          << 20,
      .own_user = hdfs::current_user()};
}

MemorySettings memory_settings(const Configuration& conf) {
  const bool left_to_control_groups = conf.get_bool(keys::kYarnNodemanagerResourceMemoryEnforced);
  return {.physical_check =
              !left_to_control_groups && conf.get_bool(keys::kYarnNodemanagerPmemCheckEnabled),
          .virtual_check =
              !left_to_control_groups && conf.get_bool(keys::kYarnNodemanagerVmemCheckEnabled),
          .virtual_ratio = conf.get_double(keys::kYarnNodemanagerVmemPmemRatio)};
}

std::int64_t or_default(std::int64_t configured, std::int64_t otherwise) {
  return configured < 0 ? otherwise : configured;
}

std::string own_host(const Configuration& conf) {
  const std::string host =
      conf.get_address(keys::kYarnNodemanagerAddress).value_or(HostPort{"127.0.0.1", 0}).host;
  if (host != "0.0.0.0" && host != "::") return host;
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : host;
}

}  // namespace

Result<std::unique_ptr<NodeManager>> NodeManager::open(const Configuration& conf) {
  for (const auto& service : conf.get_list(keys::kYarnNodemanagerAuxServices))
    if (service != ShuffleJobs::kName)
      return Error{ErrorCode::kIllegalArgument,
                   "yarn.nodemanager.aux-services: there is no service " + service + ", only " +
                       ShuffleJobs::kName};
  if (conf.get_list(keys::kYarnNodemanagerLocalDirs).empty() ||
      conf.get_list(keys::kYarnNodemanagerLogDirs).empty())
    return Error{ErrorCode::kIllegalArgument,
                 "yarn.nodemanager.local-dirs and yarn.nodemanager.log-dirs must name directories"};
  std::unique_ptr<NodeStateStore> store;
  if (conf.get_bool(keys::kYarnNodemanagerRecoveryEnabled)) {
    if (bind_address(conf).port == 0)
      return Error{ErrorCode::kIllegalArgument,
                   "Cannot support recovery with an ephemeral server port. Check the setting of "
                   "yarn.nodemanager.address"};
    store = TRY(NodeStateStore::open(conf.get(keys::kYarnNodemanagerRecoveryDir)));
  }
  return std::unique_ptr<NodeManager>(new NodeManager(conf, std::move(store)));
}

NodeManager::NodeManager(const Configuration& conf, std::unique_ptr<NodeStateStore> store)
    : configuration_(conf),
      store_(std::move(store)),
      directories_(conf.get_list(keys::kYarnNodemanagerLocalDirs),
                   conf.get_list(keys::kYarnNodemanagerLogDirs)),
      pool_(static_cast<std::size_t>(conf.get_int(keys::kMammothNodemanagerIoThreads))),
      runner_(pool_.at(0)),
      launcher_(directories_, runner_,
                static_cast<std::size_t>(conf.get_int(keys::kMammothNodemanagerLaunchThreads))),
      localizer_(directories_.local(), localizer_settings(conf), configuration_, clock_),
      logs_(directories_.logs(), configuration_),
      node_(containers_settings(conf), clock_, launcher_, localizer_, logs_,
            services_of(conf, shuffle_jobs_)),
      protocol_(node_),
      sasl_(node_.node_tokens(), security::TokenSaslServers::Simple::kRefused),
      service_(kProtocol, 1),
      monitor_(node_, memory_settings(conf)) {
  protocol_.bind_to(service_);
  server_ = std::make_unique<rpc::Server>(pool_, server_options(conf, sasl_));
  server_->add(service_);
  connect_works();
}

NodeManager::~NodeManager() {
  stop();
}

// What an earlier process has left, once all is there that serves it.
Result<void> NodeManager::take_up() {
  if (!store_) return {};
  const SavedNode saved = TRY(store_->load());
  Directories::Kept kept;
  for (const SavedContainer& it : saved.containers)
    if (it.container.state != ContainerState::kDone) kept.containers.insert(it.container.spec.id);
  for (const NodeApplication& it : saved.applications) kept.applications.insert(it.id);
  for (const auto& [key, file] : saved.files) kept.resources.insert(file.directory);
  TRY(directories_.prepare(kept));
  localizer_.restore(saved.files);
  node_.set_store(store_.get());
  node_.recover(saved);
  if (!saved.containers.empty())
    log::info("nodemanager", "{} containers of {} applications recovered", saved.containers.size(),
              saved.applications.size());
  return {};
}

bool NodeManager::is_supervised() const {
  return store_ && configuration_.get_bool(keys::kYarnNodemanagerRecoverySupervised);
}

void NodeManager::connect_works() {
  localizer_.start({.localized =
                        [this](const std::string& id, Localized files) {
                          node_.with([&](Containers& it) { it.localized(id, std::move(files)); });
                        },
                    .failed =
                        [this](const std::string& id, const std::string& why) {
                          node_.with([&](Containers& it) { it.localization_failed(id, why); });
                        },
                    .kept =
                        [this](const CacheKey& key, const CachedFile& file) {
                          if (store_) store_->save(key, file);
                        },
                    .dropped =
                        [this](const std::string& directory) {
                          if (store_) store_->drop_file(directory);
                        }});
}

ShuffleSettings NodeManager::shuffle_settings() const {
  ShuffleSettings settings;
  settings.server.address = bind_address(configuration_);
  settings.server.address.port =
      static_cast<std::uint16_t>(configuration_.get_int(keys::kMapreduceShufflePort));
  settings.server.allow_unauthenticated_remote =
      configuration_.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  settings.application_roots = [this](const std::string& user, const std::string& application) {
    return directories_.application_roots(user, application);
  };
  return settings;
}

NodeSettings NodeManager::node_settings() const {
  const Configuration& conf = configuration_;
  return {.host = own_host(conf),
          .port = store_ ? bind_address(conf).port : server_->port(),
          .http_port = web_->port(),
          .memory_mb = or_default(conf.get_int(keys::kYarnNodemanagerResourceMemoryMb), 8192),
          .vcores = or_default(conf.get_int(keys::kYarnNodemanagerResourceCpuVcores), 8),
          .user = hdfs::current_user(),
          .version = std::string(kVersion),
          .started_ms = clock_.wall_ms()};
}

LaunchSettings NodeManager::launch_settings() const {
  const Configuration& conf = configuration_;
  LaunchSettings settings{
      .facts = {.node_host = node_.settings().host,
                .node_port = node_.settings().port,
                .http_port = node_.settings().http_port,
                .home = conf.get(keys::kYarnNodemanagerUserHomeDir),
                .whitelist = conf.get_list(keys::kYarnNodemanagerEnvWhitelist),
                .admin_environment = conf.get(keys::kYarnNodemanagerAdminEnv),
                .java_options = java_options_of_this_machine()},
      .debug_information = conf.get_bool(keys::kYarnNodemanagerLogContainerDebugInfoEnabled),
      .kill_delay = conf.get_duration(keys::kYarnNodemanagerSleepDelayBeforeSigkillMs),
      .delete_delay = conf.get_duration(keys::kYarnNodemanagerDeleteDebugDelaySec),
      .stderr_tail_bytes =
          static_cast<std::size_t>(conf.get_size(keys::kYarnNodemanagerContainerStderrTailBytes)),
      .recoverable = store_ != nullptr};
  for (const AuxiliaryService* service : node_.services())
    settings.facts.service_metadata.emplace_back(service->name(), service->metadata());
  return settings;
}

LogKeeperSettings NodeManager::log_settings() const {
  const Configuration& conf = configuration_;
  return {.aggregate = conf.get_bool(keys::kYarnLogAggregationEnable),
          .remote_root = conf.get(keys::kYarnNodemanagerRemoteAppLogDir),
          .suffix = conf.get(keys::kYarnNodemanagerRemoteAppLogDirSuffix),
          .retain_ms = conf.get_duration(keys::kYarnNodemanagerLogRetainSeconds).count(),
          .node_name = node_.settings().host + "_" + std::to_string(node_.settings().port)};
}

NodeWebFacts NodeManager::web_facts() const {
  if (!named_) return {};
  const NodeSettings& settings = node_.settings();
  const NodeHealth health = node_.health();
  return {.node_id = settings.host + ":" + std::to_string(settings.port),
          .host = settings.host,
          .version = settings.version,
          .started_ms = settings.started_ms,
          .memory_mb = settings.memory_mb,
          .vcores = settings.vcores,
          .vmem_ratio = configuration_.get_double(keys::kYarnNodemanagerVmemPmemRatio),
          .vmem_check = configuration_.get_bool(keys::kYarnNodemanagerVmemCheckEnabled),
          .pmem_check = configuration_.get_bool(keys::kYarnNodemanagerPmemCheckEnabled),
          .healthy = health.good,
          .health_report = health.report,
          .health_checked_ms = health.checked_ms};
}

NodeWebParts NodeManager::web_parts() {
  return {.read =
              [this](const std::function<void(const Containers&)>& show) {
                node_.with([&](Containers& containers) { show(containers); });
              },
          .facts = [this] { return web_facts(); },
          .logs =
              [this](const std::string& application, const std::string& container) {
                return directories_.log_root(application, container);
              },
          .configuration = configuration_};
}

Result<void> NodeManager::start() {
  if (!store_) TRY(directories_.prepare());
  if (has_shuffle(configuration_)) {
    shuffle_ = std::make_unique<ShuffleServer>(shuffle_jobs_, shuffle_settings());
    TRY(shuffle_->start());
  }
  web_ = std::make_unique<WebServer>(web_parts());
  TRY(web_->start());
  if (!store_) TRY(server_->start());
  node_.set_settings(node_settings());
  named_ = true;
  logs_.start(log_settings());
  launcher_.start(
      launch_settings(),
      {.launched = [this](const std::string& id,
                          int pid) { node_.with([&](Containers& it) { it.launched(id, pid); }); },
       .exited =
           [this](const std::string& id, const ProcessEnd& end) {
             node_.with([&](Containers& it) { it.exited(id, end); });
           },
       .launching =
           [this](const std::string& id) {
             if (!store_) return;
             store_->launching(id);
             store_->flush();
           },
       .removing =
           [this] {
             if (store_) store_->flush();
           }});
  TRY(take_up());
  // Callers that know this node from before find it only now that it knows them.
  if (store_) TRY(server_->start());
  check_health();
  TrackerSettings tracker;
  tracker.resource_manager =
      configuration_.get_address(keys::kYarnResourcemanagerResourceTrackerAddress)
          .value_or(HostPort{"127.0.0.1", 8031});
  tracker.connect_wait = configuration_.get_duration(keys::kYarnResourcemanagerConnectMaxWaitMs);
  tracker.retry_interval =
      configuration_.get_duration(keys::kYarnResourcemanagerConnectRetryIntervalMs);
  tracker_ = std::make_unique<TrackerSession>(node_, tracker, [this](const std::string& reason) {
    log::error("nodemanager", "{}", reason);
    failed_ = true;
  });
  tracker_->start();
  last_turn_ms_ = clock_.monotonic_ms();
  timekeeper_ = std::thread([this] { keep_time(); });
  return {};
}

bool NodeManager::responsive() const {
  return clock_.monotonic_ms() - last_turn_ms_ < kHangMs;
}

void NodeManager::kill_containers() {
  node_.with([](Containers& containers) {
    std::vector<std::string> applications;
    for (const auto& [id, application] : containers.applications()) applications.push_back(id);
    for (const auto& id : applications)
      containers.finish_application(id, "Application killed on shutdown");
  });
  const auto end = std::chrono::steady_clock::now() + kKillLimit;
  while (runner_.alive() > 0 && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

void NodeManager::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
  }
  wake_.notify_all();
  server_->stop();
  if (tracker_) tracker_->stop(!failed_ && !is_supervised());
  if (!is_supervised()) kill_containers();
  if (shuffle_) shuffle_->stop();
  if (web_) web_->stop();
  if (timekeeper_.joinable()) timekeeper_.join();
  localizer_.stop();
  runner_.stop();
  launcher_.stop();
  logs_.stop();
}

void NodeManager::check_health() {
  if (!configuration_.get_bool(keys::kYarnNodemanagerDiskHealthCheckerEnable))
    return node_.set_health({.checked_ms = clock_.wall_ms()});
  const DiskHealthSettings settings{
      .max_use_percent = configuration_.get_double(
          keys::kYarnNodemanagerDiskHealthCheckerMaxDiskUtilizationPerDiskPercentage),
      .min_good_part =
          configuration_.get_double(keys::kYarnNodemanagerDiskHealthCheckerMinHealthyDisks)};
  node_.set_health(
      check_disks(directories_.local(), directories_.logs(), settings, clock_.wall_ms()));
}

void NodeManager::turn(std::int64_t now_ms) {
  const auto due = [&](std::int64_t& next, const ConfigKey& interval) {
    if (now_ms < next) return false;
    next = now_ms + configuration_.get_duration(interval).count();
    return true;
  };
  if (due(next_look_ms_, keys::kYarnNodemanagerResourceMonitorIntervalMs))
    monitor_.look(ProcessTable::read());
  if (due(next_health_ms_, keys::kYarnNodemanagerDiskHealthCheckerIntervalMs)) check_health();
  if (due(next_shrink_ms_, keys::kYarnNodemanagerLocalizerCacheCleanupIntervalMs))
    localizer_.shrink();
  launcher_.tick(now_ms);
  logs_.tick(now_ms);
}

void NodeManager::keep_time() {
  try {
    for (;;) {
      turn(clock_.monotonic_ms());
      if (store_ && store_->failed())
        throw std::runtime_error("the state store cannot be written any more");
      node_.with([](Containers&) {});
      last_turn_ms_ = clock_.monotonic_ms();
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, kTick, [this] { return stopping_; })) return;
    }
  } catch (const std::exception& failure) {
    log::error("nodemanager", "the passing of time failed: {}", failure.what());
    failed_ = true;
  }
}

}  // namespace mammoth::yarn::node
