// NamenodeProtocol, what other daemons and tools of the cluster ask a NameNode (Hadoop: the
// NameNode's half of NamenodeProtocolServerSideTranslatorPB). A balancer and NNThroughputBenchmark
// begin with it; what is about checkpoints answers "unsupported".
#pragma once

#include <string>

#include "common/base/result.h"
#include "namenode/blocks/datanode_id.h"
#include "namenode/store/format.h"

namespace hadoop::hdfs {
class VersionRequestProto;
class VersionResponseProto;
namespace namenode {
class GetBlocksRequestProto;
class GetBlocksResponseProto;
class GetBlockKeysRequestProto;
class GetBlockKeysResponseProto;
class IsUpgradeFinalizedRequestProto;
class IsUpgradeFinalizedResponseProto;
class IsRollingUpgradeRequestProto;
class IsRollingUpgradeResponseProto;
}  // namespace namenode
}  // namespace hadoop::hdfs

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace mammoth::namenode {

namespace wire = ::hadoop::hdfs;
namespace namenode_wire = ::hadoop::hdfs::namenode;

class Namesystem;

// Thread-safe.
class NamenodeProtocol {
 public:
  // `system` must outlive this.
  NamenodeProtocol(Namesystem& system, const FileSystemIdentity& identity);
  void bind_to(rpc::Service& service);

  Result<wire::VersionResponseProto> version_request(const wire::VersionRequestProto& request,
                                                     rpc::Call& call);
  Result<namenode_wire::GetBlocksResponseProto> get_blocks(
      const namenode_wire::GetBlocksRequestProto& request, rpc::Call& call);
  // There are no block tokens.
  Result<namenode_wire::GetBlockKeysResponseProto> get_block_keys(
      const namenode_wire::GetBlockKeysRequestProto& request, rpc::Call& call);
  // There is never an upgrade that waits for its end.
  Result<namenode_wire::IsUpgradeFinalizedResponseProto> is_upgrade_finalized(
      const namenode_wire::IsUpgradeFinalizedRequestProto& request, rpc::Call& call);
  Result<namenode_wire::IsRollingUpgradeResponseProto> is_rolling_upgrade(
      const namenode_wire::IsRollingUpgradeRequestProto& request, rpc::Call& call);

 private:
  Namesystem& system_;
  const NamespaceStorageInfo storage_info_;
  const std::string block_pool_id_;
};

}  // namespace mammoth::namenode
