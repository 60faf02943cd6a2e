// A seeded simulation: files come and go, datanodes crash, lose volumes, come back, and carry out
// what they are told, late or never. Afterwards, when everybody is well and has reported, the block
// map must say exactly what is on the disks, and the disks must hold what the files want.
#include <algorithm>
#include <random>
#include <set>

#include "tests/unit/namenode/blocks/cluster.h"

namespace mammoth::namenode {
namespace {

constexpr int kDatanodes = 8;
constexpr int kSteps = 3'000;

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed)
      : random_(seed), cluster_(with_seed(seed), [](const std::string& ip) {
          return ip.back() % 2 == 0 ? std::string("/even") : std::string("/odd");
        }) {
    cluster_.start();
    cluster_.add_live(kDatanodes);
    for (int n = 1; n <= kDatanodes; ++n) up_.insert(n);
  }

  void run() {
    for (int step = 0; step < kSteps; ++step) {
      switch (random_() % 12) {
        case 0:
        case 1:
        case 2:
          write_file();
          break;
        case 3:
          delete_file();
          break;
        case 4:
          change_replication();
          break;
        case 5:
          crash();
          break;
        case 6:
          restart();
          break;
        case 7:
          rot();
          break;
        case 8:
          if (!up_.empty()) send_full_report(any_up());
          break;
        default:
          pass_time(random_() % 20 == 0 ? 660'000 : 3'000);
          break;
      }
      check_totals();
    }
    settle();
    check_agreement();
  }

 private:
  static BlockManagerOptions with_seed(std::uint64_t seed) {
    BlockManagerOptions options = test_options();
    options.seed = seed;
    return options;
  }

  int any_up() {
    auto it = up_.begin();
    std::advance(it, static_cast<long>(random_() % up_.size()));
    return *it;
  }

  // A client writes one block through a pipeline; sometimes one member fails, sometimes a report is
  // late.
  void write_file() {
    TargetRequest request;
    request.replication = 1 + static_cast<std::uint32_t>(random_() % 4);
    request.writer = {fmt::format("10.0.0.{}", 1 + random_() % 12), {}};
    request.block_size_bytes = 1;
    const auto targets = cluster_.blocks.choose_targets(request);
    if (!targets) return;
    BlockOwner owner{
        .inode = InodeId(20'000 + ++last_id_),
        .block = {BlockId((1ull << 30) + last_id_), GenerationStamp(++cluster_.names.stamp), 0},
        .replication = static_cast<std::uint16_t>(request.replication),
        .state = BlockState::kUnderConstruction};
    cluster_.names.owners[owner.block.id] = owner;
    cluster_.blocks.begin_block(owner, *targets);
    const Block done{owner.block.id, owner.block.generation_stamp, random_() % 1'000};
    int written = 0;
    for (const int n : Cluster::numbers(*targets)) {
      if (!up_.contains(n) || (written > 0 && random_() % 10 == 0)) continue;
      disks_[n][done.id] = done;
      cluster_.received(n, done);
      ++written;
    }
    ASSERT_TRUE(cluster_.blocks.commit_block(done).has_value());
    if (written == 0) {  // complete() is never answered: the client abandons the block
      cluster_.names.owners.erase(done.id);
      cluster_.blocks.remove_blocks(std::span(&done.id, 1));
      return;
    }
    owner.block = done;
    owner.state = BlockState::kComplete;
    cluster_.names.owners[done.id] = owner;
    cluster_.blocks.close_blocks(std::span(&done.id, 1));
  }

  BlockOwner* any_file() {
    auto& owners = cluster_.names.owners;
    if (owners.empty()) return nullptr;
    auto it = owners.begin();
    std::advance(it, static_cast<long>(random_() % owners.size()));
    return &it->second;
  }

  void delete_file() {
    const BlockOwner* file = any_file();
    if (!file) return;
    const BlockId id = file->block.id;
    cluster_.names.owners.erase(id);
    cluster_.blocks.remove_blocks(std::span(&id, 1));
  }

  void change_replication() {
    BlockOwner* file = any_file();
    if (!file || rotten_.contains(file->block.id)) return;
    file->replication = static_cast<std::uint16_t>(1 + random_() % 4);
    cluster_.blocks.set_replication(std::span(&file->block.id, 1), file->replication);
  }

  void crash() {
    if (up_.size() > kDatanodes / 2) up_.erase(any_up());
  }

  void restart() {
    for (int n = 1; n <= kDatanodes; ++n)
      if (!up_.contains(n) && random_() % 2 == 0) come_back(n);
  }

  void come_back(int n) {
    up_.insert(n);
    ASSERT_TRUE(cluster_.register_node(n).has_value());
    cluster_.beat(n);
    send_full_report(n);
  }

  // A replica vanishes or loses bytes; the datanode's next report tells.
  void rot() {
    if (up_.empty()) return;
    auto& disk = disks_[any_up()];
    if (disk.empty()) return;
    auto it = disk.begin();
    std::advance(it, static_cast<long>(random_() % disk.size()));
    // Only once a block, and only where more than one replica is kept: the loss of the last good
    // one, whose loss nobody can make good, is another story.
    const auto owner = cluster_.names.owners.find(it->first);
    if (owner == cluster_.names.owners.end() || owner->second.replication < 2) return;
    int copies = 0;
    for (const auto& [n, other] : disks_) copies += other.contains(it->first);
    if (copies < 2 || !rotten_.insert(it->first).second) return;
    if (random_() % 2 == 0)
      disk.erase(it);
    else
      it->second.length_bytes += 1;
  }

  void send_full_report(int n) {
    std::vector<ReportedReplica> replicas;
    for (const auto& [id, block] : disks_[n]) replicas.push_back({block, ReplicaState::kFinalized});
    const auto processed = cluster_.report(n, std::move(replicas));
    if (!processed) {  // declared dead meanwhile
      ASSERT_TRUE(cluster_.register_node(n).has_value());
      cluster_.beat(n);
      send_full_report(n);
    }
  }

  void pass_time(std::int64_t ms) {
    for (std::int64_t passed = 0; passed < ms; passed += 3'000) {
      cluster_.clock.advance_ms(3'000);
      for (const int n : std::set<int>(up_)) obey(n, cluster_.beat(n));
      cluster_.blocks.tick();
    }
  }

  void obey(int n, const HeartbeatReply& reply) {
    for (const DatanodeCommand& command : reply.commands) {
      if (!settling_ && random_() % 10 == 0) continue;  // lost
      if (std::holds_alternative<RegisterCommand>(command)) come_back(n);
      if (const auto* invalidate = std::get_if<InvalidateCommand>(&command))
        for (const Block& block : invalidate->blocks) remove(n, block);
      if (const auto* transfer = std::get_if<TransferCommand>(&command))
        for (const auto& order : transfer->transfers) copy(n, order);
    }
  }

  void remove(int n, const Block& block) {
    const auto it = disks_[n].find(block.id);
    if (it == disks_[n].end() || it->second.generation_stamp != block.generation_stamp) return;
    disks_[n].erase(it);
    cluster_.deleted(n, block);
  }

  void copy(int n, const TransferCommand::Transfer& order) {
    const auto source = disks_[n].find(order.block.id);
    if (source == disks_[n].end() || source->second != order.block) return;
    for (const int to : Cluster::numbers(order.targets)) {
      if (!up_.contains(to)) continue;
      disks_[to][order.block.id] = order.block;
      cluster_.received(to, order.block);
    }
  }

  // Everybody up, orders no longer lost, and enough time for timeouts and two full reports.
  void settle() {
    settling_ = true;
    for (int n = 1; n <= kDatanodes; ++n)
      if (!up_.contains(n)) come_back(n);
    for (int round = 0; round < 6; ++round) {
      for (int n = 1; n <= kDatanodes; ++n) send_full_report(n);
      pass_time(360'000);
    }
  }

  // The map counts replicas, the disks have them; counters never drift.
  void check_totals() {
    ASSERT_EQ(cluster_.blocks.statistics().blocks, cluster_.names.owners.size());
  }

  void check_agreement() {
    const BlockStatistics statistics = cluster_.blocks.statistics();
    EXPECT_EQ(statistics.pending_deletion, 0u);
    EXPECT_EQ(statistics.pending_reconstruction, 0u);
    EXPECT_EQ(statistics.excess, 0u);
    EXPECT_EQ(statistics.corrupt_replica_blocks, 0u);
    EXPECT_EQ(statistics.low_redundancy, 0u);
    EXPECT_GT(cluster_.names.owners.size(), 100u) << "the simulation has done something";
    std::size_t on_disks = 0;
    for (const auto& [n, disk] : disks_) on_disks += disk.size();
    std::size_t wanted = 0;
    for (const auto& [id, owner] : cluster_.names.owners) {
      const auto located = cluster_.located(owner);
      wanted += owner.replication;
      EXPECT_EQ(located.size(), owner.replication) << id.value();
      std::set<int> racks;
      for (const int n : located) {
        racks.insert(n % 2);
        const auto it = disks_[n].find(id);
        ASSERT_TRUE(it != disks_[n].end()) << id.value() << " is not on " << n;
        EXPECT_EQ(it->second, owner.block);
      }
      if (owner.replication > 1) {
        EXPECT_EQ(racks.size(), 2u) << id.value();
      }
    }
    EXPECT_EQ(on_disks, wanted) << "nothing else is on the disks";
    std::size_t counted = 0;
    for (const auto& info : cluster_.blocks.datanodes(DatanodeReportKind::kAll))
      counted += info->block_count;
    EXPECT_EQ(counted, wanted);
  }

  std::mt19937_64 random_;
  Cluster cluster_;
  std::set<int> up_;
  std::map<int, std::map<BlockId, Block>> disks_;
  std::set<BlockId> rotten_;  // one replica was damaged
  std::uint64_t last_id_ = 0;
  bool settling_ = false;
};

class SimulationTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(SimulationTest, EndsInAgreement) {
  Simulation(GetParam()).run();
}

INSTANTIATE_TEST_SUITE_P(Seeds, SimulationTest, ::testing::Range<std::uint64_t>(1, 13));

}  // namespace
}  // namespace mammoth::namenode
