#include "common/hdfs/pipeline_recovery.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "common/hdfs/event_loop.h"
#include "common/net/failure_text.h"
#include "common/protocol/hdfs/client_namenode/blocks.pb.h"
#include "common/transfer/checksum.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

bool should_replace_datanode(const ReplacementQuestion& q) {
  if (q.existing_nodes == 0 || q.existing_nodes >= q.replication) return false;
  if (q.policy == ReplaceDatanodePolicy::kNever) return false;
  if (q.policy == ReplaceDatanodePolicy::kAlways) return true;
  return q.replication >= 3 && (q.existing_nodes <= q.replication / 2 || q.appended_or_flushed);
}

PipelineStage recovery_stage(PipelineStage stage) {
  switch (stage) {
    case pb::OpWriteBlockProto::PIPELINE_SETUP_APPEND:
    case pb::OpWriteBlockProto::PIPELINE_SETUP_APPEND_RECOVERY:
      return pb::OpWriteBlockProto::PIPELINE_SETUP_APPEND_RECOVERY;
    case pb::OpWriteBlockProto::PIPELINE_CLOSE:
    case pb::OpWriteBlockProto::PIPELINE_CLOSE_RECOVERY:
      return pb::OpWriteBlockProto::PIPELINE_CLOSE_RECOVERY;
    default:
      return pb::OpWriteBlockProto::PIPELINE_SETUP_STREAMING_RECOVERY;
  }
}

namespace {
using Nodes = google::protobuf::RepeatedPtrField<pb::DatanodeInfoProto>;

// Of a replica to a new node, each to another one (as Hadoop's).
constexpr int kReplacementAttempts = 3;

template <class Field>
void remove_at(Field* field, std::size_t index) {
  if (index < static_cast<std::size_t>(field->size()))
    field->erase(field->begin() + static_cast<int>(index));
}

// Of the one that `now` has and `before` has not.
std::optional<std::size_t> index_of_new_node(const Nodes& before, const Nodes& now) {
  for (int i = 0; i < now.size(); ++i)
    if (std::none_of(before.begin(), before.end(), [&](const auto& node) {
          return node.id().datanodeuuid() == now[i].id().datanodeuuid();
        }))
      return static_cast<std::size_t>(i);
  return std::nullopt;
}

template <class List>
std::string node_list(const List& nodes) {
  std::string list;
  for (const auto& node : nodes)
    list += fmt::format("{}DatanodeInfoWithStorage[{}:{}]", list.empty() ? "" : ", ",
                        node.id().ipaddr(), node.id().xferport());
  return list;
}

std::string no_more_nodes(const pb::LocatedBlockProto& block, const ClientSettings& settings) {
  constexpr std::string_view kPolicies[] = {"NEVER", "DEFAULT", "ALWAYS"};
  return fmt::format(
      "Failed to replace a bad datanode on the existing pipeline due to no more good datanodes "
      "being available to try. (Nodes: current=[{0}], original=[{0}]). The current failed datanode "
      "replacement policy is {1}, and a client may configure this via "
      "'dfs.client.block.write.replace-datanode-on-failure.policy' in its configuration.",
      node_list(block.locs()), kPolicies[static_cast<int>(settings.replace_datanode_policy)]);
}
}  // namespace

void remove_node(pb::LocatedBlockProto& block, std::size_t index) {
  remove_at(block.mutable_locs(), index);
  remove_at(block.mutable_storageids(), index);
  remove_at(block.mutable_storagetypes(), index);
  remove_at(block.mutable_iscached(), index);
}

Result<void> PipelineRecovery::leave_out(pb::LocatedBlockProto& block, std::size_t index) {
  index = std::min(index, static_cast<std::size_t>(block.locs_size() - 1));
  failed_nodes_.push_back(block.locs(static_cast<int>(index)));
  remove_node(block, index);
  if (block.locs_size() > 0) return {};
  return Error{ErrorCode::kIo,
               fmt::format("All datanodes [{}] are bad. Aborting...", node_list(failed_nodes_))};
}

Result<pb::LocatedBlockProto> PipelineRecovery::ask_for_another_node(
    const pb::LocatedBlockProto& block, const std::vector<pb::DatanodeInfoProto>& excluded) {
  pb::GetAdditionalDatanodeRequestProto request;
  request.set_src(file_.path);
  request.set_fileid(file_.file_id);
  *request.mutable_blk() = block.b();
  *request.mutable_existings() = block.locs();
  for (const auto& node : excluded) *request.add_excludes() = node;
  request.set_numadditionalnodes(1);
  request.set_clientname(client_->namenode.client_name());
  *request.mutable_existingstorageuuids() = block.storageids();
  auto answer = TRY(client_->namenode.call<pb::GetAdditionalDatanodeResponseProto>(
      "getAdditionalDatanode", request));
  return std::move(*answer.mutable_block());
}

Result<void> PipelineRecovery::replace_node(pb::LocatedBlockProto& block) {
  std::vector<pb::DatanodeInfoProto> excluded = failed_nodes_;
  for (int tried = 0;; ++tried) {
    auto proposed = TRY(ask_for_another_node(block, excluded));
    const auto added = index_of_new_node(block.locs(), proposed.locs());
    if (!added) return Error{ErrorCode::kIo, no_more_nodes(block, client_->settings)};
    *proposed.mutable_b() = block.b();
    auto copied = transfer_replica(proposed, block.locs(tried % block.locs_size()).id(), *added);
    if (copied) {
      block = std::move(proposed);
      return {};
    }
    log::warn("client", "{}", copied.error().message);
    excluded.push_back(proposed.locs(static_cast<int>(*added)));
    if (tried + 1 == kReplacementAttempts) return copied.error();
  }
}

namespace {
Task<pb::BlockOpResponseProto> ask_transfer(transfer::PacketStream& stream,
                                            const pb::OpTransferBlockProto& request) {
  co_await stream.write_op(transfer::Opcode::kTransferBlock, request);
  co_return co_await stream.read_delimited<pb::BlockOpResponseProto>();
}
}  // namespace

Result<void> PipelineRecovery::transfer_replica(const pb::LocatedBlockProto& block,
                                                const pb::DatanodeIDProto& source,
                                                std::size_t target) {
  pb::OpTransferBlockProto request;
  auto& header = *request.mutable_header();
  *header.mutable_baseheader()->mutable_block() = block.b();
  *header.mutable_baseheader()->mutable_token() = block.blocktoken();
  header.set_clientname(client_->namenode.client_name());
  const int index = static_cast<int>(target);
  *request.add_targets() = block.locs(index);
  if (index < block.storagetypes_size()) request.add_targetstoragetypes(block.storagetypes(index));
  if (index < block.storageids_size()) request.add_targetstorageids(block.storageids(index));
  try {
    auto connection = client_->datanodes->acquire(source, false);
    // the whole replica is copied before the answer: up to a block at disk speed
    const auto response = run(*connection->loop, ask_transfer(connection->stream, request),
                              10 * client_->settings.socket_timeout);
    return transfer::check_block_op_response(response, "for OP_TRANSFER_BLOCK");
  } catch (const std::exception& error) {
    return Error{ErrorCode::kIo, fmt::format("Failed to transfer the replica to a new datanode: {}",
                                             failure_text(error))};
  }
}

Result<void> PipelineRecovery::update_pipeline(const pb::LocatedBlockProto& old_block,
                                               const pb::LocatedBlockProto& new_block) {
  pb::UpdatePipelineRequestProto request;
  request.set_clientname(client_->namenode.client_name());
  *request.mutable_oldblock() = old_block.b();
  *request.mutable_newblock() = new_block.b();
  for (const auto& node : new_block.locs()) *request.add_newnodes() = node.id();
  *request.mutable_storageids() = new_block.storageids();
  TRY(client_->namenode.call<pb::UpdatePipelineResponseProto>("updatePipeline", request));
  return {};
}

Result<void> PipelineRecovery::replace_if_wanted(pb::LocatedBlockProto& block, PipelineStage stage,
                                                 bool appended_or_flushed) {
  // Of a block that is being closed the NameNode makes the missing replicas.
  if (recovery_stage(stage) == pb::OpWriteBlockProto::PIPELINE_CLOSE_RECOVERY) return {};
  const auto& settings = client_->settings;
  if (!settings.replace_datanode_enabled ||
      !should_replace_datanode({settings.replace_datanode_policy, file_.replication,
                                static_cast<std::size_t>(block.locs_size()), appended_or_flushed}))
    return {};
  auto replaced = replace_node(block);
  if (replaced || !settings.replace_datanode_best_effort) return replaced;
  log::warn("client",
            "Failed to replace datanode. Continue with the remaining datanodes since "
            "dfs.client.block.write.replace-datanode-on-failure.best-effort is set to true. {}",
            replaced.error().message);
  return {};
}

Result<std::unique_ptr<Pipeline>> PipelineRecovery::recover(pb::LocatedBlockProto& block,
                                                            PipelineSetup setup,
                                                            std::optional<std::size_t> failed_node,
                                                            bool appended_or_flushed) {
  for (int attempt = 0;; ++attempt) {
    if (attempt > client_->settings.pipeline_recovery_retries + static_cast<int>(file_.replication))
      return Error{
          ErrorCode::kIo,
          fmt::format("Could not set up a pipeline for {} after {} attempts", file_.path, attempt)};
    if (failed_node) {
      TRY(leave_out(block, *failed_node));
      TRY(replace_if_wanted(block, setup.stage, appended_or_flushed));
    }
    pb::UpdateBlockForPipelineRequestProto request;
    *request.mutable_block() = block.b();
    request.set_clientname(client_->namenode.client_name());
    const auto bumped = TRY(client_->namenode.call<pb::UpdateBlockForPipelineResponseProto>(
        "updateBlockForPipeline", request));
    setup.new_generation_stamp = bumped.block().b().generationstamp();
    *block.mutable_blocktoken() = bumped.block().blocktoken();
    block.mutable_b()->set_numbytes(setup.min_bytes_received);
    try {
      auto pipeline = std::make_unique<Pipeline>(
          *client_->datanodes, block, setup, client_->namenode.client_name(), client_->settings);
      const pb::LocatedBlockProto old_block = block;
      block.mutable_b()->set_generationstamp(setup.new_generation_stamp);
      TRY(update_pipeline(old_block, block));
      return pipeline;
    } catch (const PipelineFailure& failure) {
      log::warn("client", "pipeline of {} (block {}): {}", file_.path, block.b().blockid(),
                failure.what());
      failed_node = failure.node_index;
      setup.stage = recovery_stage(setup.stage);
    }
  }
}

}  // namespace mammoth::hdfs
