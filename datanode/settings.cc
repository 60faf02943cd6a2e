#include "datanode/settings.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "common/config/keys.h"
#include "common/config/namenode_address.h"

namespace mammoth::datanode {
namespace {

std::string process_user() {
  std::vector<char> buffer(16u << 10);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found)
    return found->pw_name;
  return std::to_string(::geteuid());
}

std::string machine_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

Result<VolumeSetOptions> volume_options(const Configuration& conf) {
  VolumeSetOptions options;
  options.locations = TRY(read_locations(conf));
  options.reserved_bytes = static_cast<std::uint64_t>(conf.get_size(keys::kDfsDatanodeDuReserved));
  options.reserved_percent =
      static_cast<std::uint32_t>(conf.get_int(keys::kDfsDatanodeDuReservedPct));
  const auto calculator = parse_reserved_space(conf.get(keys::kDfsDatanodeDuReservedCalculator));
  const auto choice = parse_volume_choice(conf.get(keys::kDfsDatanodeFsdatasetVolumeChoosingPolicy));
  for (const auto& [is_known, key] :
       {std::pair(calculator.has_value(), &keys::kDfsDatanodeDuReservedCalculator),
        std::pair(choice.has_value(), &keys::kDfsDatanodeFsdatasetVolumeChoosingPolicy)})
    if (!is_known)
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("{} is {}, a class that this DataNode does not have", key->name,
                               conf.get(*key))};
  options.reserved_space = *calculator;
  options.choice = *choice;
  options.balanced_threshold_bytes = static_cast<std::uint64_t>(
      conf.get_size(keys::kDfsDatanodeAvailableSpaceVolumeChoosingPolicyBalancedSpaceThreshold));
  options.balanced_preference =
      conf.get_double(keys::kDfsDatanodeAvailableSpaceVolumeChoosingPolicyBalancedSpacePreferenceFraction);
  options.failures_tolerated =
      static_cast<int>(conf.get_int(keys::kDfsDatanodeFailedVolumesTolerated));
  const auto configured = static_cast<int>(options.locations.size());
  if (configured == 0 || options.failures_tolerated >= configured)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Invalid value configured for dfs.datanode.failed.volumes.tolerated - {}. "
                             "Value configured is either less than maxVolumeFailureLimit or greater "
                             "than to the number of configured volumes ({}).",
                             options.failures_tolerated, configured)};
  return options;
}

Result<TransferOptions> transfer_options(const Configuration& conf) {
  TransferOptions options;
  options.address = TRY(parse_host_port(conf.get(keys::kDfsDatanodeAddress)));
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  options.max_conversations =
      static_cast<std::size_t>(conf.get_int(keys::kDfsDatanodeMaxTransferThreads));
  options.use_hostnames = conf.get_bool(keys::kDfsDatanodeUseDatanodeHostname);
  if (conf.get_bool(keys::kDfsClientReadShortcircuit) ||
      conf.get_bool(keys::kDfsClientDomainSocketDataTraffic))
    options.domain_socket_path = conf.get(keys::kDfsDomainSocketPath);
  options.idle_limit = conf.get_duration(keys::kDfsClientSocketTimeout);
  options.write_limit = conf.get_duration(keys::kDfsDatanodeSocketWriteTimeout);
  if (options.write_limit == Duration::zero()) options.write_limit = std::chrono::hours(24 * 365);
  options.keepalive = conf.get_duration(keys::kDfsDatanodeSocketReuseKeepalive);
  options.registration_wait = conf.get_duration(keys::kDfsDatanodeBpReadyTimeout);
  options.estimated_block_bytes = static_cast<std::uint64_t>(conf.get_size(keys::kDfsBlocksize));
  options.readahead_bytes =
      static_cast<std::uint64_t>(conf.get_size(keys::kDfsDatanodeReadaheadBytes));
  options.drop_cache_behind_reads = conf.get_bool(keys::kDfsDatanodeDropCacheBehindReads);
  options.drop_cache_behind_writes = conf.get_bool(keys::kDfsDatanodeDropCacheBehindWrites);
  options.sync_behind_writes = conf.get_bool(keys::kDfsDatanodeSyncBehindWrites);
  options.balance_bytes_per_second =
      static_cast<std::uint64_t>(conf.get_size(keys::kDfsDatanodeBalanceBandwidthPerSec));
  options.max_balance_moves =
      static_cast<std::size_t>(conf.get_int(keys::kDfsDatanodeBalanceMaxConcurrentMoves));
  return options;
}

Result<rpc::ServerOptions> ipc_options(const Configuration& conf) {
  rpc::ServerOptions options;
  options.address = TRY(parse_host_port(conf.get(keys::kDfsDatanodeIpcAddress)));
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  options.listen_backlog = static_cast<int>(conf.get_int(keys::kIpcServerListenQueueSize));
  if (const auto most = conf.get_int(keys::kIpcServerMaxConnections); most > 0)
    options.max_connections = static_cast<std::size_t>(most);
  options.max_frame_bytes = static_cast<std::uint32_t>(conf.get_size(keys::kIpcMaximumDataLength));
  options.client_max_idle = conf.get_duration(keys::kIpcClientConnectionMaxidletime);
  return options;
}

ScannerOptions scanner_options(const Configuration& conf) {
  ScannerOptions options;
  const auto period = conf.get_duration(keys::kDfsDatanodeScanPeriodHours);
  if (period.count() > 0) options.blocks.period = period;
  options.blocks.bytes_per_second =
      static_cast<std::uint64_t>(conf.get_size(keys::kDfsBlockScannerVolumeBytesPerSecond));
  options.verify = period.count() >= 0 && options.blocks.bytes_per_second > 0;
  options.directory_interval = conf.get_duration(keys::kDfsDatanodeDirectoryscanInterval);
  return options;
}

}  // namespace

Result<std::vector<StorageLocation>> read_locations(const Configuration& conf) {
  std::vector<StorageLocation> locations;
  for (const auto& directory : conf.get_directories(keys::kDfsDatanodeDataDir)) {
    const auto type = parse_storage_type(directory.storage_type);
    if (!type)
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("{} in dfs.datanode.data.dir is no storage type",
                               directory.storage_type)};
    locations.push_back({*type, directory.path});
  }
  return locations;
}

Result<Settings> Settings::read(const Configuration& conf) {
  Settings settings;
  settings.user = process_user();
  settings.host_name = conf.get(keys::kDfsDatanodeHostname);
  if (settings.host_name.empty()) settings.host_name = machine_name();
  settings.directory_mode =
      static_cast<std::uint32_t>(conf.get_int(keys::kDfsDatanodeDataDirPerm));
  settings.store.volumes = TRY(volume_options(conf));
  settings.store.check_min_gap = conf.get_duration(keys::kDfsDatanodeDiskCheckMinGap);
  settings.cache = {
      .capacity_bytes = static_cast<std::uint64_t>(conf.get_size(keys::kDfsDatanodeMaxLockedMemory)),
      .revocation_timeout = conf.get_duration(keys::kDfsDatanodeCacheRevocationTimeoutMs),
      .revocation_polling = conf.get_duration(keys::kDfsDatanodeCacheRevocationPollingMs)};
  settings.session.cache_report_interval = conf.get_duration(keys::kDfsCachereportIntervalMsec);
  settings.transfer = TRY(transfer_options(conf));
  settings.ipc = TRY(ipc_options(conf));

  settings.configuration = conf;
  settings.reload = [conf]() -> Result<Configuration> { return conf; };
  settings.client_namenode = TRY(namenode_address(conf));
  const HostPort namenode = TRY(namenode_service_address(conf));
  settings.session.namenode = namenode;
  settings.session.user = settings.user;
  settings.session.heartbeat_interval = conf.get_duration(keys::kDfsHeartbeatInterval);
  settings.session.report_interval = conf.get_duration(keys::kDfsBlockreportIntervalMsec);
  settings.session.initial_report_delay = conf.get_duration(keys::kDfsBlockreportInitialDelay);
  settings.session.report_split_threshold =
      static_cast<std::uint64_t>(conf.get_int(keys::kDfsBlockreportSplitThreshold));
  settings.recovery = {.namenode = namenode,
                       .user = settings.user,
                       .use_hostnames = settings.transfer.use_hostnames};
  settings.scanner = scanner_options(conf);
  return settings;
}

}  // namespace mammoth::datanode
