#include "common/hdfs/datanode_admin.h"

#include "common/hdfs/namenode_proxy.h"
#include "common/hdfs/user_identity.h"
#include "common/protocol/hdfs/client_datanode_protocol.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

std::string_view storage_type_name(pb::StorageTypeProto type) {
  switch (type) {
    case pb::SSD:
      return "SSD";
    case pb::ARCHIVE:
      return "ARCHIVE";
    case pb::RAM_DISK:
      return "RAM_DISK";
    case pb::PROVIDED:
      return "PROVIDED";
    case pb::NVDIMM:
      return "NVDIMM";
    default:
      return "DISK";
  }
}

}  // namespace

// A connection like that to a NameNode, for another protocol.
class DatanodeAdmin::Connection {
 public:
  Connection(HostPort address, const Configuration& configuration)
      : server_(std::move(address), current_user(), configuration),
        proxy_(server_.protocol("org.apache.hadoop.hdfs.protocol.ClientDatanodeProtocol")) {}

  template <class Response, class Request>
  Result<Response> call(std::string_view method, const Request& request) {
    return proxy_->call<Response>(method, request);
  }

 private:
  NamenodeProxy server_;
  std::unique_ptr<rpc::BlockingProxy> proxy_;
};

DatanodeAdmin::DatanodeAdmin(HostPort address, const Configuration& configuration)
    : connection_(std::make_unique<Connection>(std::move(address), configuration)) {}

DatanodeAdmin::~DatanodeAdmin() = default;

Result<DatanodeLocalInfo> DatanodeAdmin::info() {
  const auto answer = TRY(connection_->call<pb::GetDatanodeInfoResponseProto>(
      "getDatanodeInfo", pb::GetDatanodeInfoRequestProto()));
  const auto& info = answer.localinfo();
  return DatanodeLocalInfo{info.softwareversion(), info.configversion(), info.uptime()};
}

Result<std::vector<VolumeReport>> DatanodeAdmin::volumes() {
  const auto answer = TRY(connection_->call<pb::GetVolumeReportResponseProto>(
      "getVolumeReport", pb::GetVolumeReportRequestProto()));
  std::vector<VolumeReport> volumes;
  for (const auto& volume : answer.volumeinfo())
    volumes.push_back({.path = volume.path(),
                       .storage_type = std::string(storage_type_name(volume.storagetype())),
                       .used = volume.usedspace(),
                       .free = volume.freespace(),
                       .reserved = volume.reservedspace(),
                       .reserved_for_replicas = volume.reservedspaceforreplicas(),
                       .blocks = volume.numblocks()});
  return volumes;
}

Result<std::uint64_t> DatanodeAdmin::balancer_bandwidth() {
  return TRY(connection_->call<pb::GetBalancerBandwidthResponseProto>(
                 "getBalancerBandwidth", pb::GetBalancerBandwidthRequestProto()))
      .bandwidth();
}

Result<void> DatanodeAdmin::evict_writers() {
  TRY(connection_->call<pb::EvictWritersResponseProto>("evictWriters",
                                                       pb::EvictWritersRequestProto()));
  return {};
}

Result<void> DatanodeAdmin::shutdown(bool for_upgrade) {
  pb::ShutdownDatanodeRequestProto request;
  request.set_forupgrade(for_upgrade);
  TRY(connection_->call<pb::ShutdownDatanodeResponseProto>("shutdownDatanode", request));
  return {};
}

Result<void> DatanodeAdmin::trigger_block_report(bool incremental, const std::string& namenode) {
  pb::TriggerBlockReportRequestProto request;
  request.set_incremental(incremental);
  if (!namenode.empty()) request.set_nnaddress(namenode);
  TRY(connection_->call<pb::TriggerBlockReportResponseProto>("triggerBlockReport", request));
  return {};
}

Result<void> DatanodeAdmin::refresh_namenodes() {
  TRY(connection_->call<pb::RefreshNamenodesResponseProto>("refreshNamenodes",
                                                           pb::RefreshNamenodesRequestProto()));
  return {};
}

Result<void> DatanodeAdmin::delete_block_pool(const std::string& pool_id, bool force) {
  pb::DeleteBlockPoolRequestProto request;
  request.set_blockpool(pool_id);
  request.set_force(force);
  TRY(connection_->call<pb::DeleteBlockPoolResponseProto>("deleteBlockPool", request));
  return {};
}

}  // namespace mammoth::hdfs
