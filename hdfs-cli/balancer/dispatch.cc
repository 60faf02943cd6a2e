#include "hdfs-cli/balancer/dispatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "hdfs-cli/interrupt.h"

namespace mammoth::cli::balancer {

namespace {

constexpr int kFruitlessFetches = 5;

bool has_replica(const hdfs::MovableBlock& block, const hdfs::DatanodeReport& node) {
  return std::ranges::find(block.places, node.uuid, &hdfs::ReplicaPlace::datanode_uuid) !=
         block.places.end();
}

bool same_source(const Transfer& a, const Transfer& b) {
  return a.source == b.source && a.storage_type == b.storage_type;
}

}  // namespace

// The replica lies on the source's storage type, the target has none, and the block is on as many
// racks afterwards as before.
bool Dispatcher::fits(const hdfs::MovableBlock& block, const Transfer& transfer) const {
  if (has_replica(block, *transfer.target)) return false;
  bool on_source = false;
  std::set<std::string_view> racks_before;
  std::set<std::string_view> racks_after{transfer.target->topology_path};
  for (const hdfs::ReplicaPlace& place : block.places) {
    const bool is_source = place.datanode_uuid == transfer.source->uuid;
    on_source = on_source || (is_source && place.storage_type == transfer.storage_type);
    const auto node = nodes_.find(place.datanode_uuid);
    if (node == nodes_.end()) continue;
    racks_before.insert(node->second->topology_path);
    if (!is_source) racks_after.insert(node->second->topology_path);
  }
  return on_source && racks_after.size() >= racks_before.size();
}

// Whoever has a replica and is near the target, rather than the source, which is busy.
const hdfs::DatanodeReport* Dispatcher::proxy_for(const hdfs::MovableBlock& block,
                                                  const Transfer& transfer) const {
  for (const hdfs::ReplicaPlace& place : block.places) {
    const auto node = nodes_.find(place.datanode_uuid);
    if (node != nodes_.end() && node->second != transfer.source &&
        node->second->topology_path == transfer.target->topology_path)
      return node->second;
  }
  return transfer.source;
}

void Dispatcher::move(const hdfs::ReplicaMove& move) {
  const std::string what = fmt::format(
      "blk_{}_{} with size={} from {}:{}:{} to {}:{}:{} through {}:{}", move.block.id.value(),
      move.block.generation_stamp.value(), move.block.length_bytes, move.source->ip_address,
      move.source->transfer_port, move.storage_type, move.target->ip_address,
      move.target->transfer_port, move.storage_type, move.proxy->ip_address,
      move.proxy->transfer_port);
  if (const auto moved = client_.move(move); !moved) {
    log_line(environment_, log::Level::kWarn, "balancer.Dispatcher",
             "Failed to move " + what + " " + moved.error().message);
    return;
  }
  log_line(environment_, log::Level::kInfo, "balancer.Dispatcher", "Successfully moved " + what);
  bytes_moved_ += move.block.length_bytes;
}

// One question to the NameNode for the source of transfers[first]; answers how many moves came of it.
Result<std::size_t> Dispatcher::submit_some(std::vector<Transfer>& transfers, std::size_t first,
                                            WorkerPool& pool) {
  const Transfer asked = transfers[first];
  const auto blocks = TRY(client_.blocks_on(*asked.source, asked.storage_type,
                                            options_.fetch_bytes, options_.min_block_bytes));
  std::size_t submitted = 0;
  for (const hdfs::MovableBlock& block : blocks) {
    if (moved_.contains(block.block.id)) continue;
    const auto transfer = std::ranges::find_if(transfers, [&](const Transfer& each) {
      return each.bytes > 0 && same_source(each, asked) && fits(block, each);
    });
    if (transfer == transfers.end()) continue;
    moved_.insert(block.block.id);
    transfer->bytes -= std::min(transfer->bytes, block.block.length_bytes);
    const hdfs::ReplicaMove order{.block = block.block,
                                  .storage_type = transfer->storage_type,
                                  .source = transfer->source,
                                  .target = transfer->target,
                                  .proxy = proxy_for(block, *transfer)};
    pool.submit([this, order] { move(order); });
    ++submitted;
  }
  return submitted;
}

Result<std::uint64_t> Dispatcher::run(const std::vector<hdfs::DatanodeSpace>& spaces, Plan plan) {
  nodes_.clear();
  for (const hdfs::DatanodeSpace& space : spaces) nodes_.emplace(space.node.uuid, &space.node);
  const std::uint64_t before = bytes_moved_;
  const std::int64_t end_ms = environment_.clock.monotonic_ms() + options_.time_limit_ms;
  std::vector<Transfer>& transfers = plan.transfers;
  std::vector<int> fruitless(transfers.size(), 0);
  {
    WorkerPool pool(options_.threads, options_.threads);
    for (bool more = true; more && !interrupted();) {
      more = false;
      for (std::size_t i = 0; i < transfers.size(); ++i) {
        if (transfers[i].bytes == 0 || fruitless[i] == kFruitlessFetches) continue;
        if (environment_.clock.monotonic_ms() > end_ms) break;
        fruitless[i] = TRY(submit_some(transfers, i, pool)) > 0 ? 0 : fruitless[i] + 1;
        more = true;
      }
    }
  }
  return bytes_moved_ - before;
}

}  // namespace mammoth::cli::balancer
