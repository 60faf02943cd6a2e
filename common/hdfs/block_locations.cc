#include "common/hdfs/block_locations.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "common/hdfs/hdfs_client.h"
#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "common/protocol/hdfs/client_namenode/files.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

constexpr std::uint64_t kPrefetchBlocks = 10;
constexpr int kVisibleLengthAttempts = 3;
constexpr auto kVisibleLengthPause = std::chrono::milliseconds(200);

Result<pb::LocatedBlocksProto> ask_namenode(NamenodeProxy& namenode, const std::string& path,
                                            std::uint64_t offset_bytes,
                                            std::uint64_t length_bytes) {
  pb::GetBlockLocationsRequestProto request;
  request.set_src(path);
  request.set_offset(offset_bytes);
  request.set_length(length_bytes);
  auto answer =
      TRY(namenode.call<pb::GetBlockLocationsResponseProto>("getBlockLocations", request));
  if (!answer.has_locations())
    return Error{ErrorCode::kFileNotFound, "File does not exist: " + path};
  return std::move(*answer.mutable_locations());
}

// How much of a block in the making readers may see: its DataNodes know. A replica that waits for
// recovery after a restart answers -1; only when none of them has the block was nothing written.
Result<std::uint64_t> visible_length(HdfsClient& client, const pb::LocatedBlockProto& block) {
  Error last{ErrorCode::kIo,
             fmt::format("Cannot obtain block length for block {}", block.b().blockid())};
  // Its DataNodes have not reported yet; the NameNode remembers a length that was synced.
  if (block.locs().empty() && block.b().numbytes() > 0)
    return Error{ErrorCode::kIo, "Could not obtain the last block locations."};
  bool somebody_may_have_it = false;
  for (const auto& node : block.locs()) {
    rpc::Target target;
    target.addresses = {{node.id().ipaddr(), static_cast<std::uint16_t>(node.id().ipcport())}};
    target.protocol = "org.apache.hadoop.hdfs.protocol.ClientDatanodeProtocol";
    target.user = client.namenode.user();
    const auto datanode = client.namenode.rpc_client().proxy(std::move(target));
    pb::GetReplicaVisibleLengthRequestProto request;
    *request.mutable_block() = block.b();
    auto answer = datanode->call<pb::GetReplicaVisibleLengthResponseProto>(
        "getReplicaVisibleLength", request);
    if (answer && static_cast<std::int64_t>(answer->length()) >= 0) return answer->length();
    if (answer || answer.error().code != ErrorCode::kReplicaNotFound) somebody_may_have_it = true;
    if (!answer) last = answer.error();
  }
  if (!somebody_may_have_it) return std::uint64_t{0};
  return last;
}

}  // namespace

namespace {

// A block may be longer than a file in a snapshot: it was appended to since.
std::shared_ptr<BlockLocations::Block> within(const BlockLocations::Block& block,
                                              std::uint64_t file_length) {
  auto part = std::make_shared<BlockLocations::Block>(block);
  if (block.offset() < file_length && block.b().numbytes() > file_length - block.offset())
    part->mutable_b()->set_numbytes(file_length - block.offset());
  return part;
}

}  // namespace

BlockLocations::BlockLocations(std::shared_ptr<HdfsClient> client, std::string path)
    : client_(std::move(client)), path_(std::move(path)) {}

BlockLocations::~BlockLocations() = default;

Result<std::unique_ptr<BlockLocations>> BlockLocations::open(std::shared_ptr<HdfsClient> client,
                                                             std::string path) {
  std::unique_ptr<BlockLocations> locations(new BlockLocations(std::move(client), std::move(path)));
  auto answer = TRY(ask_namenode(locations->client_->namenode, locations->path_, 0,
                                 kPrefetchBlocks * locations->client_->settings.block_size_bytes));
  locations->file_length_ = answer.filelength();
  for (const auto& block : answer.blocks())
    if (block.b().numbytes() > 0 && block.offset() < answer.filelength())
      locations->blocks_[block.offset()] = within(block, answer.filelength());
  if (answer.has_lastblock() && !answer.islastblockcomplete())
    TRY(locations->add_block_under_construction(answer));
  return locations;
}

Result<void> BlockLocations::add_block_under_construction(const pb::LocatedBlocksProto& answer) {
  Block block = answer.lastblock();
  auto length = visible_length(*client_, block);
  for (int i = 1; !length && i < kVisibleLengthAttempts; ++i) {
    std::this_thread::sleep_for(kVisibleLengthPause);
    length = visible_length(*client_, block);
  }
  const std::uint64_t visible_bytes = TRY(std::move(length));
  file_length_ = answer.filelength() + visible_bytes;
  blocks_.erase(block.offset());
  if (visible_bytes == 0) return {};
  block.mutable_b()->set_numbytes(visible_bytes);
  const std::uint64_t offset_bytes = block.offset();  // read before the block is moved
  blocks_[offset_bytes] = std::make_shared<const Block>(std::move(block));
  return {};
}

Result<void> BlockLocations::fetch(std::uint64_t offset_bytes) {
  const auto answer = TRY(ask_namenode(client_->namenode, path_, offset_bytes,
                                       kPrefetchBlocks * client_->settings.block_size_bytes));
  for (const auto& block : answer.blocks()) {
    auto& known = blocks_[block.offset()];
    auto fresh = within(block, file_length_);
    // what this reader saw of a block in the making stays its length
    if (known) fresh->mutable_b()->set_numbytes(known->b().numbytes());
    known = std::move(fresh);
  }
  return {};
}

Result<std::shared_ptr<const BlockLocations::Block>> BlockLocations::at(
    std::uint64_t offset_bytes) {
  const std::lock_guard lock(mutex_);
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto it = blocks_.upper_bound(offset_bytes);
    if (it != blocks_.begin()) {
      const auto& block = std::prev(it)->second;
      if (offset_bytes < block->offset() + block->b().numbytes()) return block;
    }
    if (attempt == 0) TRY(fetch(offset_bytes));
  }
  return Error{ErrorCode::kIo, fmt::format("{} has no block at offset {}", path_, offset_bytes)};
}

void BlockLocations::refresh(std::uint64_t offset_bytes) {
  const std::lock_guard lock(mutex_);
  auto it = blocks_.upper_bound(offset_bytes);
  if (it == blocks_.begin()) return;
  // asks now, so that the length seen at the opening is kept; without an answer the old ones stay
  (void)fetch(std::prev(it)->first);
}

}  // namespace mammoth::hdfs
