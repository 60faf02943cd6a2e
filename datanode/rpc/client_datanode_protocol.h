// ClientDatanodeProtocol: what clients and administrators ask of one datanode (Hadoop: DataNode's
// implementation of the interface of that name). One method, one file in client_datanode/; the
// table is client_datanode_protocol.cc.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "common/rpc/call.h"
#include "common/rpc/service.h"

namespace hadoop::hdfs {
class GetReplicaVisibleLengthRequestProto;
class GetReplicaVisibleLengthResponseProto;
class GetBlockLocalPathInfoRequestProto;
class GetBlockLocalPathInfoResponseProto;
class RefreshNamenodesRequestProto;
class RefreshNamenodesResponseProto;
class ShutdownDatanodeRequestProto;
class ShutdownDatanodeResponseProto;
class EvictWritersRequestProto;
class EvictWritersResponseProto;
class GetDatanodeInfoRequestProto;
class GetDatanodeInfoResponseProto;
class GetVolumeReportRequestProto;
class GetVolumeReportResponseProto;
class TriggerBlockReportRequestProto;
class TriggerBlockReportResponseProto;
class GetBalancerBandwidthRequestProto;
class GetBalancerBandwidthResponseProto;
}  // namespace hadoop::hdfs

namespace mammoth::datanode {

class ReplicaStore;

// What the daemon does for an administrator. All thread-safe, none waits.
struct DaemonControls {
  std::function<void()> shut_down;
  std::function<void()> evict_writers;                  // breaks off every writing conversation
  std::function<void(bool incremental)> report_blocks;  // to the NameNode, now
};

// Methods run on all threads of the ipc server at once.
class ClientDatanodeProtocol {
 public:
  // `superuser` is the user that runs this daemon. The references must outlive the server.
  ClientDatanodeProtocol(ReplicaStore& store, const Clock& clock, DaemonControls controls,
                         const std::atomic<std::uint64_t>& balancer_bandwidth,
                         std::string superuser);

  // All methods but those of a reconfiguration, which are rpc::ReconfigurationProtocol's.
  void bind(rpc::Service& service);

  // Refuses (kAccessDenied) everybody but the superuser, in Hadoop's words.
  Result<void> check_superuser(const rpc::Call& call) const;

  using VisibleLength = ::hadoop::hdfs::GetReplicaVisibleLengthResponseProto;
  Result<VisibleLength> get_replica_visible_length(
      const ::hadoop::hdfs::GetReplicaVisibleLengthRequestProto&, rpc::Call&);
  Result<::hadoop::hdfs::GetBlockLocalPathInfoResponseProto> get_block_local_path_info(
      const ::hadoop::hdfs::GetBlockLocalPathInfoRequestProto&, rpc::Call&);
  Result<::hadoop::hdfs::RefreshNamenodesResponseProto> refresh_namenodes(
      const ::hadoop::hdfs::RefreshNamenodesRequestProto&, rpc::Call&);
  Result<::hadoop::hdfs::ShutdownDatanodeResponseProto> shutdown_datanode(
      const ::hadoop::hdfs::ShutdownDatanodeRequestProto&, rpc::Call&);
  Result<::hadoop::hdfs::EvictWritersResponseProto> evict_writers(
      const ::hadoop::hdfs::EvictWritersRequestProto&, rpc::Call&);
  Result<::hadoop::hdfs::GetDatanodeInfoResponseProto> get_datanode_info(
      const ::hadoop::hdfs::GetDatanodeInfoRequestProto&, rpc::Call&);
  Result<::hadoop::hdfs::GetVolumeReportResponseProto> get_volume_report(
      const ::hadoop::hdfs::GetVolumeReportRequestProto&, rpc::Call&);
  Result<::hadoop::hdfs::TriggerBlockReportResponseProto> trigger_block_report(
      const ::hadoop::hdfs::TriggerBlockReportRequestProto&, rpc::Call&);
  Result<::hadoop::hdfs::GetBalancerBandwidthResponseProto> get_balancer_bandwidth(
      const ::hadoop::hdfs::GetBalancerBandwidthRequestProto&, rpc::Call&);

 private:
  ReplicaStore& store_;
  const Clock& clock_;
  const DaemonControls controls_;
  const std::atomic<std::uint64_t>& balancer_bandwidth_;
  const std::string superuser_;
  const std::int64_t started_ms_;
};

}  // namespace mammoth::datanode
