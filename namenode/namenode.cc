#include "namenode/namenode.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <filesystem>

#include "common/base/log.h"
#include "common/config/keys.h"
#include "common/hdfs/hdfs_file_system.h"
#include "common/net/rack_mapping.h"
#include "common/rpc/service.h"
#include "namenode/combined_hosts.h"
#include "namenode/rpc/handler.h"
#include "namenode/rpc/namespace_info.h"
#include "namenode/system/reconfigurable.h"

namespace mammoth::namenode {

namespace {

constexpr std::uint16_t kDefaultRpcPort = 8020;
constexpr std::chrono::milliseconds kTick{1'000};
constexpr std::int64_t kFirstScanMs = 200;
constexpr std::int64_t kHangMs = 10'000;
constexpr std::int64_t kAbsenceMs = 1'000;

rpc::ServerOptions server_options(const Configuration& conf) {
  rpc::ServerOptions options;
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  options.listen_backlog = static_cast<int>(conf.get_int(keys::kIpcServerListenQueueSize));
  if (const auto most = conf.get_int(keys::kIpcServerMaxConnections); most > 0)
    options.max_connections = static_cast<std::size_t>(most);
  options.max_frame_bytes = static_cast<std::uint32_t>(conf.get_size(keys::kIpcMaximumDataLength));
  options.max_in_flight =
      static_cast<std::size_t>(conf.get_int(keys::kMammothNamenodeRpcMaxInFlight));
  options.client_max_idle = conf.get_duration(keys::kIpcClientConnectionMaxidletime);
  return options;
}

StoreOptions store_options(const Configuration& conf) {
  StoreOptions options;
  options.block_cache_bytes =
      static_cast<std::size_t>(conf.get_size(keys::kMammothNamenodeStoreCacheSize));
  options.memtable_bytes =
      static_cast<std::size_t>(conf.get_size(keys::kMammothNamenodeStoreWriteBufferSize));
  options.inode_cache_bytes =
      static_cast<std::size_t>(conf.get_size(keys::kMammothNamenodeInodeCacheSize));
  return options;
}

rpc::RetryCacheOptions retry_cache_options(const Configuration& conf) {
  return {.expiry_ms = conf.get_duration(keys::kDfsNamenodeRetrycacheExpirytimeMillis).count()};
}

TrashSettings trash_settings(const Configuration& conf) {
  return {.deletion_interval_ms = conf.get_duration(keys::kFsTrashInterval).count(),
          .checkpoint_interval_ms = conf.get_duration(keys::kFsTrashCheckpointInterval).count(),
          .home_prefix = conf.get(keys::kDfsUserHomeDirPrefix),
          .clean_root = conf.find("fs.trash.clean.trashroot.enable") == "true"};
}

// For those who take a new configuration as a whole or not at all.
NameNode::Reload validated(NameNode::Reload reload) {
  return [reload = std::move(reload)]() -> Result<Configuration> {
    Configuration configuration = TRY(reload());
    TRY(configuration.validate());
    return configuration;
  };
}

std::string_view command_of(rpc::ReconfigurationProtocol::Operation operation) {
  using enum rpc::ReconfigurationProtocol::Operation;
  switch (operation) {
    case kStart:
      return "startNamenodeReconfiguration";
    case kStatus:
      return "getNamenodeReconfigurationStatus";
    case kProperties:
      return "listNamenodeReconfigurableProperties";
  }
  return "";
}

Result<RackResolver> racks_of(const Configuration& conf) {
  return RackResolver([racks = TRY(read_rack_table(conf.get(keys::kNetTopologyTableFileName)))](
                          const std::string& host) {
    const auto found = racks.find(host);
    return found == racks.end() ? std::string() : found->second;
  });
}

}  // namespace

std::string daemon_user() {
  std::vector<char> buffer(16 << 10);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found)
    return found->pw_name;
  return std::to_string(::geteuid());
}

Result<std::string> name_directory(const Configuration& conf) {
  const auto directories = conf.get_list(keys::kDfsNamenodeNameDir);
  if (directories.size() != 1)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("dfs.namenode.name.dir names {} directories; this NameNode keeps its "
                             "data in one",
                             directories.size())};
  std::string_view directory = directories.front();
  if (directory.starts_with("file:")) {
    directory.remove_prefix(5);
    if (directory.starts_with("//")) directory.remove_prefix(2);
  }
  return std::string(directory);
}

Result<HostPort> rpc_address(const Configuration& conf) {
  if (const std::string address = conf.get(keys::kDfsNamenodeRpcAddress); !address.empty())
    return parse_host_port(address, kDefaultRpcPort);
  const std::string file_system = conf.get(keys::kFsDefaultFs);
  std::string_view authority = file_system;
  if (!authority.starts_with("hdfs://"))
    return Error{ErrorCode::kIllegalArgument,
                 "Invalid URI for NameNode address (check fs.defaultFS): " + file_system +
                     " has no authority."};
  authority.remove_prefix(7);
  return parse_host_port(authority.substr(0, authority.find('/')), kDefaultRpcPort);
}

struct NameNode::Settings {
  NamesystemOptions system;
  RackResolver racks;
  GroupOverrides group_overrides;
  std::int64_t group_cache_ms;
  ProxyUsers::Settings proxy_users;
  rpc::ServerOptions server;
  rpc::RetryCacheOptions retry_cache;
  bool use_retry_cache;
  std::vector<std::string> answers{};  // of the retry cache, from before the start
  std::size_t io_threads;
  DiskReserve disk_reserve;
  Configuration configuration;
  Reload reload;

  static Result<Settings> read(const Configuration& conf, Reload reload);
};

Result<NameNode::Settings> NameNode::Settings::read(const Configuration& conf, Reload reload) {
  const HostPort address = TRY(rpc_address(conf));
  Settings settings{
      .system = read_namesystem_options(conf),
      .racks = TRY(racks_of(conf)),
      .group_overrides =
          TRY(parse_group_overrides(conf.get(keys::kHadoopUserGroupStaticMappingOverrides))),
      .group_cache_ms = conf.get_duration(keys::kHadoopSecurityGroupsCacheSecs).count(),
      .proxy_users = conf.entries_below("hadoop.proxyuser."),
      .server = server_options(conf),
      .retry_cache = retry_cache_options(conf),
      .use_retry_cache = conf.get_bool(keys::kDfsNamenodeEnableRetrycache),
      .io_threads = static_cast<std::size_t>(conf.get_int(keys::kMammothNamenodeIoThreads)),
      .disk_reserve = {.directory = TRY(name_directory(conf)),
                       .reserved_bytes = static_cast<std::uint64_t>(
                           conf.get_size(keys::kDfsNamenodeResourceDuReserved)),
                       .interval_ms =
                           conf.get_duration(keys::kDfsNamenodeResourceCheckInterval).count()},
      .configuration = conf,
      .reload = std::move(reload),
  };
  settings.system.host_name = address.host;
  settings.system.superuser = daemon_user();
  const std::string bind_host = conf.get(keys::kDfsNamenodeRpcBindHost);
  settings.server.address = {bind_host.empty() ? address.host : bind_host, address.port};
  return settings;
}

Result<std::unique_ptr<NameNode>> NameNode::open(const Configuration& conf, Reload reload) {
  const std::string directory = TRY(name_directory(conf));
  Settings settings = TRY(Settings::read(conf, std::move(reload)));
  if (!std::filesystem::is_directory(directory))
    return Error{ErrorCode::kIo,
                 "Directory " + directory +
                     " is in an inconsistent state: storage directory does not exist or is not "
                     "accessible."};
  if (!is_formatted(directory)) return Error{ErrorCode::kIo, "NameNode is not formatted."};
  NameDirectoryLock lock = TRY(NameDirectoryLock::acquire(directory));
  StoreOptions options = store_options(conf);
  if (settings.use_retry_cache)
    options.recovered_answer = [&answers = settings.answers](ByteView answer) {
      answers.emplace_back(as_text(answer));
    };
  auto store = MetaStore::open(directory, options);
  settings.system.blocks.block_pool_id = store->identity().block_pool_id;
  settings.system.creation_time_ms = store->identity().creation_time_ms;
  return std::unique_ptr<NameNode>(
      new NameNode(std::move(settings), std::move(store), std::move(lock)));
}

NameNode::NameNode(Settings settings, std::unique_ptr<MetaStore> store, NameDirectoryLock lock)
    : disk_reserve_(std::move(settings.disk_reserve)),
      lock_(std::move(lock)),
      store_(std::move(store)),
      groups_(clock_, system_groups, std::move(settings.group_overrides), settings.group_cache_ms),
      proxy_users_(groups_, settings.proxy_users),
      system_(std::move(settings.system),
              {.table = *store_,
               .clock = clock_,
               .groups = groups_,
               .scan_inodes =
                   [this](const std::string& cursor, std::size_t most,
                          const NamesystemParts::InodeVisitor& visit) {
                     return store_->scan_inodes(cursor, most, visit);
                   },
               .checkpoint = [this] { store_->checkpoint(); },
               .racks = std::move(settings.racks),
               .read_hosts = combined_hosts_reader(settings.configuration)}),
      trash_emptier_(trash_settings(settings.configuration), system_, clock_),
      client_protocol_(system_),
      datanode_protocol_(system_, store_->identity()),
      namenode_protocol_(system_, store_->identity()),
      user_mappings_(system_, proxy_users_, validated(settings.reload)),
      ha_service_(system_),
      reconfiguration_(clock_, settings.configuration, std::move(settings.reload),
                       reconfigurable_properties(system_)),
      reconfiguration_protocol_(reconfiguration_, reconfiguration_guard()),
      barrier_(*store_),
      retry_cache_(clock_, settings.retry_cache),
      pool_(settings.io_threads),
      configuration_(std::move(settings.configuration)) {
  settings.server.barrier = &barrier_;
  if (settings.use_retry_cache) settings.server.retry_cache = &retry_cache_;
  for (const std::string& answer : settings.answers) retry_cache_.remember(answer);
  settings.server.may_impersonate = [this](const std::string& real, const std::string& effective,
                                           const std::string& ip) {
    return proxy_users_.check(real, effective, ip);
  };
  server_ = std::make_unique<rpc::Server>(pool_, settings.server);
  add_services();
}

NameNode::~NameNode() {
  stop();
}

void NameNode::add_services() {
  const auto add = [this](std::string_view name, auto&& bind) {
    auto& service = services_.emplace_back(std::make_unique<rpc::Service>(std::string(name), 1));
    bind(*service);
    server_->add(*service);
  };
  add("org.apache.hadoop.hdfs.protocol.ClientProtocol",
      [this](rpc::Service& service) { client_protocol_.bind_to(service); });
  add(kDatanodeProtocolName,
      [this](rpc::Service& service) { datanode_protocol_.bind_to(service); });
  add("org.apache.hadoop.hdfs.server.protocol.NamenodeProtocol",
      [this](rpc::Service& service) { namenode_protocol_.bind_to(service); });
  add("org.apache.hadoop.tools.GetUserMappingsProtocol",
      [this](rpc::Service& service) { user_mappings_.bind_queries_to(service); });
  add("org.apache.hadoop.security.RefreshUserMappingsProtocol",
      [this](rpc::Service& service) { user_mappings_.bind_refreshes_to(service); });
  add("org.apache.hadoop.ha.HAServiceProtocol",
      [this](rpc::Service& service) { ha_service_.bind_to(service); });
  add("org.apache.hadoop.security.authorize.RefreshAuthorizationPolicyProtocol",
      [this](rpc::Service& service) { refresh_policy_.bind_to(service); });
  add(rpc::kReconfigurationProtocolName,
      [this](rpc::Service& service) { reconfiguration_protocol_.bind_to(service); });
  add("org.apache.hadoop.ipc.RefreshCallQueueProtocol",
      [](rpc::Service& service) { service.bind_unsupported("refreshCallQueue"); });
  add("org.apache.hadoop.ipc.GenericRefreshProtocol",
      [](rpc::Service& service) { service.bind_unsupported("refresh"); });
}

rpc::ReconfigurationProtocol::Guard NameNode::reconfiguration_guard() {
  using Operation = rpc::ReconfigurationProtocol::Operation;
  return {.check =
              [this](const rpc::Call& call, Operation operation) {
                return system_.check_superuser(caller_of(call), command_of(operation));
              },
          .done =
              [this](const rpc::Call& call, Operation operation) {
                system_.audit_admin(caller_of(call), command_of(operation));
              }};
}

WebParts NameNode::web_parts() {
  return {.system = system_,
          .proxy_users = proxy_users_,
          .wait_until_durable = [this](Sequence s) { store_->wait_until_durable(s); },
          .rpc_statistics = [this] { return server_->statistics(); },
          .retry_statistics = [this] { return retry_cache_.statistics(); },
          .started_up_ms = [this] { return started_up_ms_.load(); },
          .open_file_system = [this](const Caller& caller) { return open_file_system(caller); },
          .cluster_id = store_->identity().cluster_id,
          .software_version = std::string(kNamenodeSoftwareVersion),
          .rpc_port = server_->port(),
          .configuration = configuration_,
          .configuration_in_force = [this] { return reconfiguration_.configuration(); }};
}

Result<std::shared_ptr<hdfs::FileSystem>> NameNode::open_file_system(const Caller& caller) const {
  HostPort address = TRY(rpc_address(configuration_));
  address.port = server_->port();
  const auto settings = TRY(hdfs::ClientSettings::from(configuration_));
  auto client = std::make_shared<hdfs::HdfsClient>(address, caller.user, configuration_, settings);
  return std::make_shared<hdfs::HdfsFileSystem>(std::move(client),
                                                configuration_.get(keys::kDfsUserHomeDirPrefix));
}

Result<void> NameNode::start() {
  TRY(system_.read_host_files());
  // A small namespace is counted before anybody asks, and may be out of safe mode then.
  const std::int64_t enough_ms = clock_.monotonic_ms() + kFirstScanMs;
  while (clock_.monotonic_ms() < enough_ms && system_.scan_blocks()) {
  }
  TRY(server_->start());
  web_ = std::make_unique<WebServer>(web_parts());
  TRY(web_->start());
  last_turn_ms_ = clock_.monotonic_ms();
  maintenance_ = std::thread([this] { maintain(); });
  return {};
}

bool NameNode::responsive() const {
  return clock_.monotonic_ms() - last_turn_ms_ < kHangMs;
}

void NameNode::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (web_) web_->stop();
  server_->stop();
  reconfiguration_.stop();
  if (maintenance_.joinable()) maintenance_.join();
}

void NameNode::maintain() {
  try {
    std::int64_t next_tick_ms = 0;
    for (;;) {
      // Both go in pieces, and between two of them the others get their turn.
      const bool busy = system_.scan_blocks() || system_.reclaim();
      if (clock_.monotonic_ms() >= next_tick_ms) {
        next_tick_ms = clock_.monotonic_ms() + kTick.count();
        forgive_own_absence();
        system_.tick();
        note_startup();
        trash_emptier_.tick();
        check_disk_space();
      }
      last_turn_ms_ = clock_.monotonic_ms();
      std::unique_lock lock(mutex_);
      const auto pause = busy ? std::chrono::milliseconds(1) : kTick;
      if (wake_.wait_for(lock, pause, [this] { return stopping_; })) return;
    }
  } catch (const std::exception& failure) {
    log::error("namenode", "the maintenance of the file system failed: {}", failure.what());
    failed_ = true;
  }
}

// A process that was stopped, or that got no processor, heard nobody; that is no reason to declare
// everybody dead and to copy all blocks.
void NameNode::forgive_own_absence() {
  const std::int64_t absent_ms = clock_.monotonic_ms() - last_turn_ms_ - kTick.count();
  if (last_turn_ms_ == 0 || absent_ms < kAbsenceMs) return;
  log::warn("namenode", "stood still for about {} ms: the silence of the datanodes is forgiven",
            absent_ms);
  system_.change_blocks([&](BlockManager& blocks) { blocks.forgive_silence(absent_ms); });
}

void NameNode::note_startup() {
  if (started_up_ms_ != 0) return;
  const bool in_startup = system_.read_blocks(
      [](const BlockManager& blocks) { return blocks.safe_mode().in_startup(); });
  if (!in_startup) started_up_ms_ = clock_.wall_ms();
}

// A full disk must not surprise the store: changes stop while there is room to stop in.
void NameNode::check_disk_space() {
  const std::int64_t now_ms = clock_.monotonic_ms();
  if (now_ms < next_disk_check_ms_) return;
  next_disk_check_ms_ = now_ms + disk_reserve_.interval_ms;
  std::error_code error;
  const auto space = std::filesystem::space(disk_reserve_.directory, error);
  if (error || space.available >= disk_reserve_.reserved_bytes || system_.in_safe_mode()) return;
  log::warn(
      "namenode",
      "Space available on volume '{}' is {}, which is below the configured reserved amount {}. "
      "Entering safe mode.",
      disk_reserve_.directory, space.available, disk_reserve_.reserved_bytes);
  system_.change_blocks([](BlockManager& blocks) { blocks.safe_mode().enter(true); });
}

}  // namespace mammoth::namenode
