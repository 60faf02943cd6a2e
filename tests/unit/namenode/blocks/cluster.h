// A cluster for tests of blocks/: a namespace that is a table, datanodes that are a few functions,
// and a clock moved by hand.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "namenode/blocks/block_manager.h"

namespace mammoth::namenode {

class FakeNamespace final : public BlockOwnerLookup {
 public:
  bool find_owner(BlockId id, BlockOwner& owner) const override {
    const auto it = owners.find(id);
    if (it == owners.end()) return false;
    owner = it->second;
    return true;
  }
  GenerationStamp current_generation_stamp() const override { return GenerationStamp(stamp); }

  std::map<BlockId, BlockOwner> owners;
  std::uint64_t stamp = 1'000;
};

class VectorCursor final : public ReplicaCursor {
 public:
  explicit VectorCursor(std::vector<ReportedReplica> replicas) : replicas_(std::move(replicas)) {}
  Result<std::optional<ReportedReplica>> next() override {
    if (position_ == replicas_.size()) return std::optional<ReportedReplica>{};
    return std::optional(replicas_[position_++]);
  }

 private:
  std::vector<ReportedReplica> replicas_;
  std::size_t position_ = 0;
};

struct FakeDatanode {
  DatanodeRegistration registration;
  StorageIdentity storage;
  std::uint64_t remaining_bytes = 100'000;
  std::uint32_t xceivers = 1;
  std::uint64_t cache_capacity_bytes = 0;
  std::uint64_t cache_used_bytes = 0;
};

inline BlockManagerOptions test_options() {
  BlockManagerOptions options;
  options.block_pool_id = "BP-1-127.0.0.1-1";
  options.safe_mode.extension_ms = 0;
  options.safe_mode.threshold = 1;  // of a single block, too
  options.invalidate_work_pct = 1.0;
  return options;
}

class Cluster {
 public:
  explicit Cluster(BlockManagerOptions options = test_options(), RackResolver racks = {})
      : blocks(std::move(options), clock, names, std::move(racks)) {}

  // Starts with an empty namespace, so out of safe mode.
  void start() {
    blocks.activate(names.owners.size());
    blocks.tick();
  }

  // Datanode number `n`, on host 10.0.0.n.
  FakeDatanode& add(int n) {
    FakeDatanode& node = nodes[n];
    node.registration.id = {.ip_address = fmt::format("10.0.0.{}", n),
                            .host_name = fmt::format("host{}", n),
                            .uuid = fmt::format("uuid-{}", n),
                            .xfer_port = 9866};
    node.registration.software_version = "3.4.2";
    node.storage = {.uuid = fmt::format("DS-{}", n)};
    return node;
  }
  Result<DatanodeRegistration> register_node(int n) {
    const FakeDatanode& node = nodes.at(n);
    return blocks.register_datanode(
        node.registration, {node.registration.id.ip_address, node.registration.id.host_name});
  }
  HeartbeatReply beat(int n, bool wants_lease = false) {
    const FakeDatanode& node = nodes.at(n);
    Heartbeat heartbeat;
    heartbeat.xceiver_count = node.xceivers;
    heartbeat.cache_capacity_bytes = node.cache_capacity_bytes;
    heartbeat.cache_used_bytes = node.cache_used_bytes;
    heartbeat.wants_full_report_lease = wants_lease;
    StorageReport report;
    report.uuid = node.storage.uuid;
    report.type = node.storage.type;
    report.capacity_bytes = 100'000;
    report.remaining_bytes = node.remaining_bytes;
    report.dfs_used_bytes = 100'000 - node.remaining_bytes;
    heartbeat.reports.push_back(report);
    return blocks.heartbeat(node.registration, heartbeat).value();
  }
  Result<bool> report(int n, std::vector<ReportedReplica> replicas, ReportContext context = {}) {
    VectorCursor cursor(std::move(replicas));
    FullReport full;
    full.context = context;
    full.storages.push_back({nodes.at(n).storage, &cursor});
    for (;;) {
      const bool done = TRY(blocks.continue_full_report(nodes.at(n).registration, full, 3));
      if (done) return full.accepted;
    }
  }
  // `count` datanodes, numbered from 1, alive, with nothing on them.
  void add_live(int count) {
    for (int n = 1; n <= count; ++n) join(n);
  }
  void join(int n) {
    add(n);
    EXPECT_TRUE(register_node(n).has_value());
    beat(n);
    EXPECT_TRUE(report(n, {}).value());
  }

  void event(int n, ReplicaEvent::Kind kind, const Block& block, std::string hint = {}) {
    const StorageReplicaEvents events{nodes.at(n).storage, {{kind, block, std::move(hint)}}};
    EXPECT_TRUE(
        blocks.incremental_report(nodes.at(n).registration, std::span(&events, 1)).has_value());
  }
  void received(int n, const Block& block, std::string hint = {}) {
    event(n, ReplicaEvent::Kind::kReceived, block, std::move(hint));
  }
  void deleted(int n, const Block& block) { event(n, ReplicaEvent::Kind::kDeleted, block); }

  // Time passes with everybody in `alive` sending heartbeats; commands are lost unless collected.
  void pass_ms(std::int64_t ms, const std::vector<int>& alive = {}) {
    constexpr std::int64_t kStep = 3'000;
    for (std::int64_t passed = 0; passed < ms; passed += kStep) {
      clock.advance_ms(std::min(kStep, ms - passed));
      for (const int n : alive) {
        HeartbeatReply reply = beat(n);
        for (DatanodeCommand& command : reply.commands) commands[n].push_back(std::move(command));
      }
      blocks.tick();
    }
  }
  // The commands of one kind that pass_ms() collected, taken out.
  template <class Command>
  std::vector<Command> take(int n) {
    std::vector<Command> found;
    std::erase_if(commands[n], [&](DatanodeCommand& command) {
      if (auto* one = std::get_if<Command>(&command)) {
        found.push_back(std::move(*one));
        return true;
      }
      return false;
    });
    return found;
  }

  StorageTarget target(int n) {
    const std::string uuid = nodes.at(n).registration.id.uuid;
    for (const auto& info : blocks.datanodes(DatanodeReportKind::kAll))
      if (info->id.uuid == uuid) {
        const auto located = storages_.find(n);
        if (located != storages_.end()) return {info, located->second};
      }
    // Placement is the public way to learn a storage's number.
    TargetRequest request;
    request.writer = {nodes.at(n).registration.id.ip_address, {}};
    storages_[n] = blocks.choose_targets(request).value().at(0).storage;
    return target(n);
  }

  // A finished block of a closed file, with replicas on those datanodes.
  BlockOwner complete_block(std::uint64_t number, std::uint16_t replication,
                            const std::vector<int>& on, std::uint64_t length = 100) {
    const BlockOwner owner = open_block(number, replication, on);
    Block block = owner.block;
    block.length_bytes = length;
    for (const int n : on) received(n, block);
    EXPECT_TRUE(blocks.commit_block(block).has_value());
    BlockOwner done = owner;
    done.block = block;
    done.state = BlockState::kComplete;
    names.owners[block.id] = done;
    const BlockId id = block.id;
    blocks.close_blocks(std::span(&id, 1));
    return done;
  }
  BlockOwner open_block(std::uint64_t number, std::uint16_t replication,
                        const std::vector<int>& on) {
    BlockOwner owner{.inode = InodeId(20'000 + number),
                     .block = {BlockId((1ull << 30) + number), GenerationStamp(++names.stamp), 0},
                     .replication = replication,
                     .state = BlockState::kUnderConstruction};
    std::vector<StorageTarget> targets;
    for (const int n : on) targets.push_back(target(n));
    blocks.begin_block(owner, targets);
    names.owners[owner.block.id] = owner;
    return owner;
  }
  // The hosts a reader is sent to, in order: {3, 1} means host 3, then host 1.
  std::vector<int> located(const BlockOwner& owner, const std::string& reader = "10.9.9.9") {
    return numbers(blocks.locate(owner, {reader, {}}).locations);
  }
  static std::vector<int> numbers(const std::vector<StorageTarget>& targets) {
    std::vector<int> result;
    for (const StorageTarget& target : targets)
      result.push_back(std::stoi(target.datanode->id.host_name.substr(4)));
    return result;
  }

  ManualClock clock;
  FakeNamespace names;
  BlockManager blocks;
  std::map<int, FakeDatanode> nodes;
  std::map<int, std::vector<DatanodeCommand>> commands;

 private:
  std::map<int, std::shared_ptr<const StorageInfo>> storages_;
};

}  // namespace mammoth::namenode
