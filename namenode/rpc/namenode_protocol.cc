#include "namenode/rpc/namenode_protocol.h"

#include "common/protocol/hdfs/namenode_protocol.pb.h"
#include "common/rpc/service.h"
#include "namenode/rpc/namespace_info.h"

namespace mammoth::namenode {

namespace {

constexpr const char* kUnsupported[] = {
    "getTransactionId", "rollEditLog",        "errorReport",   "getMostRecentCheckpointTxId",
    "startCheckpoint",  "endCheckpoint",      "registerSubordinateNamenode",
    "getEditLogManifest", "getNextSPSPath",
};

}  // namespace

NamenodeProtocol::NamenodeProtocol(Namesystem& system, const FileSystemIdentity& identity)
    : system_(system),
      storage_info_(storage_info_of(identity)),
      block_pool_id_(identity.block_pool_id) {}

void NamenodeProtocol::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("versionRequest", kIdempotent, *this, &NamenodeProtocol::version_request);
  service.bind("getBlocks", kIdempotent, *this, &NamenodeProtocol::get_blocks);
  service.bind("getBlockKeys", kIdempotent, *this, &NamenodeProtocol::get_block_keys);
  service.bind("isUpgradeFinalized", kIdempotent, *this, &NamenodeProtocol::is_upgrade_finalized);
  service.bind("isRollingUpgrade", kIdempotent, *this, &NamenodeProtocol::is_rolling_upgrade);
  for (const char* method : kUnsupported) service.bind_unsupported(method);
}

}  // namespace mammoth::namenode
