#include "common/hdfs/balancer_client.h"

#include <fmt/format.h>

#include "common/async/deadline.h"
#include "common/hdfs/client_settings.h"
#include "common/hdfs/convert.h"
#include "common/hdfs/datanode_connections.h"
#include "common/hdfs/event_loop.h"
#include "common/hdfs/open_namenode.h"
#include "common/net/failure_text.h"
#include "common/protocol/hdfs/client_namenode/datanodes.pb.h"
#include "common/protocol/hdfs/namenode_protocol.pb.h"
#include "common/protocol/transfer/op.pb.h"
#include "common/transfer/checksum.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

// Between two signs of life of a DataNode that copies (Hadoop: BLOCK_MOVE_READ_TIMEOUT, which is 20
// minutes for those that give none).
constexpr std::chrono::minutes kSilence{5};

pb::StorageTypeProto to_storage_type(std::string_view name) {
  pb::StorageTypeProto type = pb::DISK;
  pb::StorageTypeProto_Parse(std::string(name), &type);
  return type;
}

void to_proto(const DatanodeReport& node, pb::DatanodeIDProto* id) {
  id->set_ipaddr(node.ip_address);
  id->set_hostname(node.host_name);
  id->set_datanodeuuid(node.uuid);
  id->set_xferport(node.transfer_port);
  id->set_infoport(node.info_port);
  id->set_ipcport(node.ipc_port);
}

Task<pb::BlockOpResponseProto> replace(transfer::PacketStream& stream,
                                       const pb::OpReplaceBlockProto& request) {
  co_await stream.write_op(transfer::Opcode::kReplaceBlock, request);
  for (;;) {
    auto answer =
        co_await with_deadline(stream.read_delimited<pb::BlockOpResponseProto>(), kSilence);
    if (answer.status() != pb::IN_PROGRESS) co_return answer;
  }
}

}  // namespace

struct BalancerClient::Connections {
  Connections(std::unique_ptr<NamenodeProxy> proxy, const ClientSettings& settings)
      : namenode(std::move(proxy)),
        balancer(namenode->protocol("org.apache.hadoop.hdfs.server.protocol.NamenodeProtocol")),
        datanodes(settings) {}

  const std::unique_ptr<NamenodeProxy> namenode;
  const std::unique_ptr<rpc::BlockingProxy> balancer;  // NamenodeProtocol
  DatanodeConnections datanodes;
  std::string pool_id;
};

BalancerClient::BalancerClient(std::unique_ptr<Connections> connections)
    : connections_(std::move(connections)) {}

BalancerClient::~BalancerClient() = default;

Result<std::unique_ptr<BalancerClient>> BalancerClient::open(std::string_view uri,
                                                             const Configuration& configuration) {
  const auto settings = TRY(ClientSettings::from(configuration));
  auto connections =
      std::make_unique<Connections>(TRY(open_namenode(uri, configuration)), settings);
  const auto answer = TRY(connections->balancer->call<pb::VersionResponseProto>(
      "versionRequest", pb::VersionRequestProto()));
  connections->pool_id = answer.info().blockpoolid();
  return std::unique_ptr<BalancerClient>(new BalancerClient(std::move(connections)));
}

Result<bool> BalancerClient::upgrade_finalized() {
  const auto answer =
      TRY(connections_->balancer->call<pb::namenode::IsUpgradeFinalizedResponseProto>(
          "isUpgradeFinalized", pb::namenode::IsUpgradeFinalizedRequestProto()));
  return answer.isupgradefinalized();
}

Result<std::vector<DatanodeSpace>> BalancerClient::spaces() {
  pb::GetDatanodeStorageReportRequestProto request;
  request.set_type(pb::LIVE);
  const auto answer =
      TRY(connections_->namenode->call<pb::GetDatanodeStorageReportResponseProto>(
          "getDatanodeStorageReport", request));
  std::vector<DatanodeSpace> spaces;
  for (const auto& report : answer.datanodestoragereports()) {
    DatanodeSpace space{.node = to_datanode_report(report.datanodeinfo()), .storages = {}};
    if (space.node.admin_state != DatanodeAdminState::kNormal) continue;
    for (const auto& storage : report.storagereports())
      if (!storage.failed())
        space.storages.push_back({.type = pb::StorageTypeProto_Name(storage.storage().storagetype()),
                                  .capacity_bytes = storage.capacity(),
                                  .dfs_used_bytes = storage.dfsused(),
                                  .remaining_bytes = storage.remaining()});
    spaces.push_back(std::move(space));
  }
  return spaces;
}

Result<std::vector<MovableBlock>> BalancerClient::blocks_on(const DatanodeReport& node,
                                                            std::string_view storage_type,
                                                            std::uint64_t total_bytes,
                                                            std::uint64_t min_bytes) {
  pb::namenode::GetBlocksRequestProto request;
  to_proto(node, request.mutable_datanode());
  request.set_size(total_bytes);
  request.set_minblocksize(min_bytes);
  request.set_storagetype(to_storage_type(storage_type));
  const auto answer =
      TRY(connections_->balancer->call<pb::namenode::GetBlocksResponseProto>("getBlocks", request));
  std::vector<MovableBlock> blocks;
  for (const auto& each : answer.blocks().blocks()) {
    MovableBlock movable{.block = {BlockId{each.block().blockid()},
                                   GenerationStamp{each.block().genstamp()},
                                   each.block().numbytes()},
                         .places = {}};
    const int places = std::min(each.datanodeuuids_size(), each.storagetypes_size());
    for (int i = 0; i < places; ++i)
      movable.places.push_back(
          {each.datanodeuuids(i),
           pb::StorageTypeProto_Name(static_cast<pb::StorageTypeProto>(each.storagetypes(i)))});
    blocks.push_back(std::move(movable));
  }
  return blocks;
}

Result<void> BalancerClient::move(const ReplicaMove& move) {
  pb::OpReplaceBlockProto request;
  auto* block = request.mutable_header()->mutable_block();
  block->set_poolid(connections_->pool_id);
  block->set_blockid(move.block.id.value());
  block->set_generationstamp(move.block.generation_stamp.value());
  block->set_numbytes(move.block.length_bytes);
  auto* token = request.mutable_header()->mutable_token();
  for (std::string* field : {token->mutable_identifier(), token->mutable_password(),
                             token->mutable_kind(), token->mutable_service()})
    field->clear();  // there is none, but all of it is required
  request.set_delhint(move.source->uuid);
  to_proto(*move.proxy, request.mutable_source()->mutable_id());
  request.set_storagetype(to_storage_type(move.storage_type));
  pb::DatanodeIDProto target;
  to_proto(*move.target, &target);
  try {
    const auto connection = connections_->datanodes.acquire(target, /*allow_reuse=*/false);
    const auto answer = run(*connection->loop, replace(connection->stream, request));
    return transfer::check_block_op_response(
        answer, fmt::format("block move, remote={}, block blk_{}", connection->peer_name,
                            move.block.id.value()));
  } catch (const std::exception& error) {
    return Error{ErrorCode::kIo, failure_text(error)};
  }
}

}  // namespace mammoth::hdfs
