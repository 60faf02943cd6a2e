#include "namenode/rpc/datanode_protocol.h"

#include <fmt/format.h>

#include <charconv>

#include "common/base/log.h"
#include "common/protocol/hdfs/datanode_protocol.pb.h"
#include "common/rpc/service.h"
#include "namenode/rpc/namespace_info.h"

namespace mammoth::namenode {

namespace {

constexpr std::string_view kMinDatanodeVersion = "2.1.0-beta";

// Hadoop: Storage.getRegistrationID.
std::string registration_id(const NamespaceStorageInfo& info) {
  return fmt::format("NS-{}-{}-{}", info.namespace_id, info.cluster_id, info.creation_time_ms);
}

// "3.4.2" is not before "2.1.0-beta": what matters are the first two numbers.
bool before_min_version(std::string_view version) {
  int major = 0;
  int minor = 0;
  const char* end = version.data() + version.size();
  const auto [rest, error] = std::from_chars(version.data(), end, major);
  if (error == std::errc() && rest != end && *rest == '.') std::from_chars(rest + 1, end, minor);
  return major < 2 || (major == 2 && minor < 1);
}

}  // namespace

DatanodeProtocol::DatanodeProtocol(Namesystem& system, FileSystemIdentity identity)
    : system_(system),
      storage_info_(storage_info_of(identity)),
      block_pool_id_(std::move(identity.block_pool_id)) {}

void DatanodeProtocol::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("registerDatanode", kIdempotent, *this, &DatanodeProtocol::register_datanode);
  service.bind("sendHeartbeat", kIdempotent, *this, &DatanodeProtocol::send_heartbeat);
  service.bind("blockReport", kIdempotent, *this, &DatanodeProtocol::block_report);
  service.bind("cacheReport", kIdempotent, *this, &DatanodeProtocol::cache_report);
  service.bind("blockReceivedAndDeleted", kIdempotent, *this,
               &DatanodeProtocol::block_received_and_deleted);
  service.bind("errorReport", kIdempotent, *this, &DatanodeProtocol::error_report);
  service.bind("versionRequest", kIdempotent, *this, &DatanodeProtocol::version_request);
  service.bind("reportBadBlocks", kIdempotent, *this, &DatanodeProtocol::report_bad_blocks);
  service.bind("commitBlockSynchronization", kIdempotent, *this,
               &DatanodeProtocol::commit_block_synchronization);
}

Result<void> DatanodeProtocol::check_registration(const DatanodeRegistration& registration) const {
  const std::string id = registration_id(registration.storage_info);
  const std::string expected = registration_id(storage_info_);
  if (id == expected) return {};
  log::warn(
      "namenode",
      "Registration IDs mismatched: the DatanodeRegistration ID is {} but the expected ID is {}",
      id, expected);
  return Error{ErrorCode::kUnregisteredNode,
               fmt::format("Unregistered server: {}", registration.to_string())};
}

Result<void> DatanodeProtocol::check_software_version(
    const DatanodeRegistration& registration) const {
  const std::string& version = registration.software_version;
  if (before_min_version(version))
    return Error{ErrorCode::kIncorrectVersion,
                 fmt::format("The reported DataNode version is too low to communicate with this "
                             "NameNode. DataNode version: '{}' Minimum DataNode version: '{}'",
                             version, kMinDatanodeVersion)};
  const std::uint64_t ctime = registration.storage_info.creation_time_ms;
  if (version != kNamenodeSoftwareVersion && ctime != storage_info_.creation_time_ms)
    return Error{
        ErrorCode::kIncorrectVersion,
        fmt::format("Reported DataNode version '{}' of DN {} does not match NameNode "
                    "version '{}' and CTime of DN ('{}') does not match CTime of NN ('{}')",
                    version, registration.to_string(), kNamenodeSoftwareVersion, ctime,
                    storage_info_.creation_time_ms)};
  return {};
}

}  // namespace mammoth::namenode
