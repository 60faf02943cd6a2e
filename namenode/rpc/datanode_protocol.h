// DatanodeProtocol: what datanodes tell the NameNode, and what they learn from its answers (Hadoop:
// DatanodeProtocolServerSideTranslatorPB and the datanode half of NameNodeRpcServer). This header
// is the table of contents; each method lives in datanode/<method>.cc.
//
// A datanode asks versionRequest, registers, and then sends heartbeats; the answers carry commands.
// A namenode that does not know a datanode (any more) answers with the command to register.
#pragma once

#include <string>

#include "common/async/task.h"
#include "common/base/result.h"
#include "namenode/blocks/datanode_id.h"
#include "namenode/store/format.h"

namespace hadoop::hdfs {
class VersionRequestProto;
class VersionResponseProto;
namespace datanode {
class RegisterDatanodeRequestProto;
class RegisterDatanodeResponseProto;
class HeartbeatRequestProto;
class HeartbeatResponseProto;
class BlockReportRequestProto;
class BlockReportResponseProto;
class CacheReportRequestProto;
class CacheReportResponseProto;
class BlockReceivedAndDeletedRequestProto;
class BlockReceivedAndDeletedResponseProto;
class ErrorReportRequestProto;
class ErrorReportResponseProto;
class ReportBadBlocksRequestProto;
class ReportBadBlocksResponseProto;
class CommitBlockSynchronizationRequestProto;
class CommitBlockSynchronizationResponseProto;
}  // namespace datanode
}  // namespace hadoop::hdfs

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace mammoth::namenode {

namespace wire = ::hadoop::hdfs;
namespace datanode_wire = ::hadoop::hdfs::datanode;

class Namesystem;

inline constexpr std::string_view kDatanodeProtocolName =
    "org.apache.hadoop.hdfs.server.protocol.DatanodeProtocol";

// Thread-safe: the methods run on every io thread at once, and hold no state but the Namesystem.
class DatanodeProtocol {
 public:
  // `system` must outlive this.
  DatanodeProtocol(Namesystem& system, FileSystemIdentity identity);

  // Enters every method of the protocol into `service`, which keeps a reference to this.
  void bind_to(rpc::Service& service);

  Result<wire::VersionResponseProto> version_request(const wire::VersionRequestProto& request,
                                                     rpc::Call& call);
  // Looks up the name of the caller's address, where registration depends on it.
  Task<Result<datanode_wire::RegisterDatanodeResponseProto>> register_datanode(
      const datanode_wire::RegisterDatanodeRequestProto& request, rpc::Call& call);
  Result<datanode_wire::HeartbeatResponseProto> send_heartbeat(
      const datanode_wire::HeartbeatRequestProto& request, rpc::Call& call);
  // Works in slices, between which the lock and the thread are free for others.
  Task<Result<datanode_wire::BlockReportResponseProto>> block_report(
      const datanode_wire::BlockReportRequestProto& request, rpc::Call& call);
  Result<datanode_wire::CacheReportResponseProto> cache_report(
      const datanode_wire::CacheReportRequestProto& request, rpc::Call& call);
  Result<datanode_wire::BlockReceivedAndDeletedResponseProto> block_received_and_deleted(
      const datanode_wire::BlockReceivedAndDeletedRequestProto& request, rpc::Call& call);
  Result<datanode_wire::ErrorReportResponseProto> error_report(
      const datanode_wire::ErrorReportRequestProto& request, rpc::Call& call);
  Result<datanode_wire::ReportBadBlocksResponseProto> report_bad_blocks(
      const datanode_wire::ReportBadBlocksRequestProto& request, rpc::Call& call);
  Result<datanode_wire::CommitBlockSynchronizationResponseProto> commit_block_synchronization(
      const datanode_wire::CommitBlockSynchronizationRequestProto& request, rpc::Call& call);

 private:
  // kUnregisteredNode for a datanode of another file system.
  Result<void> check_registration(const DatanodeRegistration& registration) const;
  // kIncorrectVersion for a datanode that is too old, or of another upgrade.
  Result<void> check_software_version(const DatanodeRegistration& registration) const;

  Namesystem& system_;
  const NamespaceStorageInfo storage_info_;
  const std::string block_pool_id_;
};

}  // namespace mammoth::namenode
