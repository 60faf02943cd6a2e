// A seeded simulation of the NameNode's core and its power cuts. Namesystem runs over the real
// store; the journal is on a disk in memory that forgets what was not synced, RocksDB in a
// directory where only flushed tables outlive the store. Random operations are done to it and to a
// model; the end comes at any operation of the journal's disk. What is found afterwards must be the
// model after some operation, and none that was acknowledged may be missing: so each operation is
// there as a whole or not at all, and none without those before it.
//
//   MAMMOTH_SIM_SEEDS=500 sim_namespace                      more seeds than the default
//   sim_namespace --gtest_filter='*/seed7'                   one of them again
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "common/base/log.h"
#include "namenode/store/journal.h"
#include "namenode/store/meta_store.h"
#include "namenode/system/namesystem.h"
#include "tests/sim/namespace_model.h"
#include "tests/sim/observe_namespace.h"
#include "tests/sim/power_switch.h"
#include "tests/support/temporary_directory.h"

namespace mammoth::namenode {
namespace {

constexpr int kLives = 8;
constexpr int kRoundsOfLife = 60;

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed) : random_(seed) {
    log::set_level(log::Level::kError);
    EXPECT_TRUE(format_name_directory({.name_directory = name_, .superuser = "hdfs"}, clock_));
    const std::string journal = journal_directory(name_);
    Journal::create(memory_, journal, store_options_.memtable_bytes);
    for (std::string at = journal; at != "/"; at = parent_directory(at))
      memory_.sync_directory(parent_directory(at));
    options_.superuser = "hdfs";
    options_.min_block_size_bytes = 1;
    options_.lease_soft_limit_ms = options_.lease_hard_limit_ms = 1'000'000'000;
    options_.blocks.safe_mode.extension_ms = 0;
    start();
    history_ = {{0, observe()}};
  }
  ~Simulation() { stop(); }

  void run() {
    for (int life = 1; life <= kLives && !testing::Test::HasFailure(); ++life) {
      SCOPED_TRACE("life " + std::to_string(life));
      live();
      start();
      recognize();
    }
    while (!model().snapshots().empty()) delete_snapshot(model().snapshots().begin()->first);
    while (system_->reclaim()) {
    }
    stop();
    start();
    recognize();
    EXPECT_EQ(inodes(), model().nodes().size()) << "deleted directories leave something behind";
  }

 private:
  // After the transaction with this sequence the namespace was that.
  struct Moment {
    Sequence sequence;
    NamespaceModel model;
  };

  NamespaceModel& model() { return history_.back().model; }
  std::uint64_t random(std::uint64_t below) { return random_() % below; }

  // ---- Lives ------------------------------------------------------------------------------------
  void start() {
    if (random(3) == 0) power_.fail_after(static_cast<int>(random(8)), any_outage(), random_());
    try {
      store_ = MetaStore::open(name_, store_options_, &disk_);
    } catch (const StoreError&) {  // the power was cut once more
      power_.restore();
      store_ = MetaStore::open(name_, store_options_, &disk_);
    }
    power_.restore();
    store_->on_advance([this](std::uint64_t) { power_.wake(); });
    system_.emplace(
        options_,
        NamesystemParts{.table = *store_,
                        .clock = clock_,
                        .groups = groups_,
                        .scan_inodes = [this](const std::string& cursor, std::size_t most,
                                              const NamesystemParts::InodeVisitor& visit) {
                          return store_->scan_inodes(cursor, most, visit);
                        }});
    while (system_->scan_blocks()) {
    }
    system_->tick();
    ASSERT_FALSE(system_->in_safe_mode());
  }

  // The end of the process, in order when the disk is still there: then everything is durable.
  void stop() {
    if (!store_) return;
    const bool failed = store_->failed();
    acknowledged_ = failed ? store_->durable_sequence() : history_.back().sequence;
    if (!failed) power_.restore();
    power_.hold_frames(false);
    system_.reset();
    store_.reset();
    power_.restore();
  }

  // Operations come in groups that share a frame of the journal, until the disk fails or life ends.
  void live() {
    power_.hold_frames(true);
    power_.fail_after(static_cast<int>(random(100)), any_outage(), random_());
    for (int round = 0; round < kRoundsOfLife && !store_->failed(); ++round) {
      for (auto operations = 1 + random(8); operations > 0 && !store_->failed(); --operations) {
        operate();
        await_frame();
      }
      power_.let_frame_pass();
      await_frame();
    }
    stop();
  }

  // Until the committer wants to write, or has nothing to write, or has failed.
  void await_frame() {
    power_.wait_for_frame([this] {
      return store_->failed() || store_->durable_sequence() >= system_->last_sequence();
    });
  }

  Outage any_outage() { return static_cast<Outage>(random(3)); }

  // ---- Operations -------------------------------------------------------------------------------
  std::string any_path() {
    std::string path;
    for (auto depth = 1 + random(4); depth > 0; --depth)
      path += {'/', static_cast<char>('a' + random(4))};
    return path;
  }

  template <class T>
  void note(const Applied<T>& applied, bool expected, NamespaceModel after, std::string_view what) {
    bool done = applied.result.has_value();
    if constexpr (std::is_same_v<T, bool>) done = done && *applied.result;
    EXPECT_EQ(done, expected) << what;
    after.count_by({});
    if (done && applied.sequence != 0) history_.push_back({applied.sequence, std::move(after)});
  }

  void operate() {
    clock_.advance_ms(static_cast<std::int64_t>(1 + random(1'000)));
    NamespaceModel next = model();
    next.count_by(counter(false));
    const std::int64_t now_ms = clock_.wall_ms();
    const std::string path = any_path();
    switch (random(22)) {
      case 0:
      case 1: {
        const Mode mode = static_cast<Mode>(random(01000));
        const bool expected = next.mkdirs(path, mode, now_ms);
        return note(system_->mkdirs(hdfs_, path, mode, true), expected, next, "mkdirs " + path);
      }
      case 2:
      case 3:
      case 4:
        return create(path, std::move(next));
      case 5:
      case 6:
        return close_one(std::move(next));
      case 7: {
        const std::string writer = "writer-" + std::to_string(++writers_);
        const bool expected = next.append(path, writer);
        return note(system_->append(hdfs_, path, writer, false), expected, next, "append " + path);
      }
      case 8:
      case 9: {
        const bool recursive = random(2) == 0;
        const bool expected = next.remove(path, recursive, now_ms);
        return note(system_->remove(hdfs_, path, recursive), expected, next, "delete " + path);
      }
      case 10:
      case 11:
      case 12:
        return rename(path, std::move(next));
      case 13:
        system_->reclaim();
        return;
      case 14:
        if (random(4) == 0) checkpoint();
        return;
      case 15:
        return set_quota(random(8) == 0 ? "/" : path, std::move(next));
      case 16:
      case 17:
        return change_attribute(path, std::move(next));
      default:
        return change_snapshots(path, std::move(next));
    }
  }

  void set_quota(const std::string& path, NamespaceModel next) {
    const std::int64_t names = random(3) == 0 ? -1 : static_cast<std::int64_t>(1 + random(12));
    const bool expected = next.set_quota(path, names);
    note(system_->set_quota(hdfs_, path, {.names = names, .space_bytes = kKeepQuota}), expected,
         std::move(next), "setQuota " + path);
  }

  void change_snapshots(const std::string& any, NamespaceModel next) {
    const std::int64_t now_ms = clock_.wall_ms();
    const std::string path = any.substr(0, 2 + 2 * random(2));
    const std::string name = "s" + std::to_string(random(4));
    switch (random(3)) {
      case 0: {
        const bool expected = next.allow_snapshot(path);
        return note(system_->allow_snapshot(hdfs_, path), expected, next, "allow " + path);
      }
      case 1: {
        const bool expected = next.create_snapshot(path, name, now_ms);
        return note(system_->create_snapshot(hdfs_, path, name), expected, next,
                    "createSnapshot " + path + " " + name);
      }
      default:
        if (const auto& all = next.snapshots(); !all.empty() && random(3) != 0)
          delete_snapshot(std::next(all.begin(), random(all.size()))->first);
    }
  }

  void delete_snapshot(const std::string& place) {
    NamespaceModel next = model();
    const std::string path = place.substr(0, place.find("/.snapshot/"));
    const std::string name = place.substr(place.rfind('/') + 1);
    const bool expected = next.delete_snapshot(path, name, clock_.wall_ms());
    note(system_->delete_snapshot(hdfs_, path, name), expected, std::move(next),
         "deleteSnapshot " + place);
  }

  // Waits for its frame and those before it, so that they must pass.
  void checkpoint() {
    power_.hold_frames(false);
    try {
      store_->checkpoint();
    } catch (const StoreError&) {
      return;  // an outage
    }
    power_.hold_frames(true);
  }

  void create(const std::string& path, NamespaceModel next) {
    const bool overwrite = random(2) == 0;
    const auto replication = static_cast<std::uint16_t>(1 + random(3));
    const std::string writer = "writer-" + std::to_string(++writers_);
    const bool expected = next.create(path, writer, overwrite, replication, clock_.wall_ms());
    const auto created = system_->create(hdfs_, {.path = path,
                                                 .mode = 0644,
                                                 .client_name = writer,
                                                 .overwrite = overwrite,
                                                 .replication = replication,
                                                 .block_size_bytes = 1024});
    if (created.result) {
      EXPECT_FALSE(used_ids_.contains(created.result->status.inode->id))
          << "the id was another's before a restart";
    }
    note(created, expected, std::move(next), "create " + path);
  }

  void close_one(NamespaceModel next) {
    std::vector<std::pair<std::string, std::string>> open;
    for (const auto& [path, node] : next.nodes())
      if (node.writer) open.emplace_back(path, *node.writer);
    if (open.empty()) return;
    const auto& [path, writer] = open[random(open.size())];
    const bool expected = next.complete(path, writer, clock_.wall_ms());
    note(system_->complete(hdfs_, {.path = path, .client_name = writer}, std::nullopt), expected,
         std::move(next), "complete " + path);
  }

  void rename(const std::string& source, NamespaceModel next) {
    const std::string target = any_path();
    const std::string what = source + " to " + target;
    if (random(2) == 0) {
      const bool expected = next.rename(source, target, clock_.wall_ms());
      return note(system_->rename(hdfs_, source, target), expected, std::move(next),
                  "rename " + what);
    }
    const bool overwrite = random(2) == 0;
    const bool expected = next.rename2(source, target, overwrite, clock_.wall_ms());
    note(system_->rename2(hdfs_, {.source = source, .target = target, .overwrite = overwrite}),
         expected, std::move(next), "rename2 " + what);
  }

  void change_attribute(const std::string& path, NamespaceModel next) {
    ModelNode* node = next.find(path);
    const bool exists = node != nullptr;
    const auto number = random(512);
    switch (random(4)) {
      case 0:
        if (exists) node->mode = static_cast<Mode>(number);
        return note(system_->set_permission(hdfs_, path, static_cast<Mode>(number)), exists,
                    std::move(next), "setPermission " + path);
      case 1: {
        const std::string owner = "user" + std::to_string(number);
        if (exists) node->owner = node->group = owner;
        return note(system_->set_owner(hdfs_, path, owner, owner), exists, std::move(next),
                    "setOwner " + path);
      }
      case 2:
        if (exists) node->modified_ms = static_cast<std::int64_t>(number);
        return note(system_->set_times(hdfs_, path, static_cast<std::int64_t>(number), -1), exists,
                    std::move(next), "setTimes " + path);
      default: {
        const auto replication = static_cast<std::uint16_t>(1 + number % 9);
        const bool is_file = exists && !node->is_directory;
        if (is_file) node->replication = replication;
        return note(system_->set_replication(hdfs_, path, replication), is_file, std::move(next),
                    "setReplication " + path);
      }
    }
  }

  // ---- Looking ----------------------------------------------------------------------------------
  // The namespace is what it was at some moment, not before the last one acknowledged.
  void recognize() {
    const NamespaceModel found = observe();
    for (auto moment = history_.rbegin(); moment != history_.rend(); ++moment) {
      if (moment->model == found) {
        history_ = {{0, moment->model}};
        return;
      }
      if (moment->sequence <= acknowledged_) break;
    }
    ADD_FAILURE() << "after a restart the namespace is none of those it may be; operations up to "
                  << acknowledged_ << " of " << history_.back().sequence << " were acknowledged";
    report_differences(found);
  }

  void report_differences(const NamespaceModel& found) {
    auto moment = history_.rbegin();
    while (moment->sequence > acknowledged_ && std::next(moment) != history_.rend()) ++moment;
    report_tree_differences("", moment->model.nodes(), found.nodes());
    NamespaceModel::Snapshots expected = moment->model.snapshots();
    for (const auto& [place, tree] : found.snapshots())
      report_tree_differences(place, expected[place], tree);
    for (const auto& [place, tree] : expected)
      if (!found.snapshots().contains(place)) ADD_FAILURE() << place << " is missing";
  }

  NamespaceModel observe() { return observe_namespace(*system_, hdfs_, used_ids_, counter(true)); }
  NamespaceModel::Counter counter(bool anew) const {
    return [=, this](const auto& path) { return count_names(*system_, *store_, hdfs_, path, anew); };
  }
  std::size_t inodes() const {
    std::size_t count = 0;
    store_->scan_inodes("", 1'000'000, [&](const Locator&, const InodePtr&, bool) { ++count; });
    return count;
  }

  std::mt19937_64 random_;
  const Caller hdfs_{.user = "hdfs", .remote_address = "10.0.0.1"};
  TemporaryDirectory directory_;
  const std::string name_ = directory_.path() + "/name";
  ManualClock clock_;
  UserGroups groups_{
      clock_, [](const std::string&) { return std::vector<std::string>{}; }, {}, 300'000};
  NamesystemOptions options_;
  // Segments of the journal change every few dozen frames.
  const StoreOptions store_options_{.memtable_bytes = 16 << 10};
  MemoryDisk memory_;
  PowerSwitch power_{memory_};
  FaultyDisk disk_{memory_, [this](DiskOperation operation, std::string_view path) {
                     return power_.pass(operation, path);
                   }};
  std::unique_ptr<MetaStore> store_;
  std::optional<Namesystem> system_;

  std::vector<Moment> history_;  // since the last start
  Sequence acknowledged_ = 0;    // when the last life ended
  std::set<InodeId> used_ids_;   // found after some restart
  int writers_ = 0;
};

int seed_count() {
  const char* wanted = std::getenv("MAMMOTH_SIM_SEEDS");
  return wanted != nullptr ? std::max(1, std::atoi(wanted)) : 16;
}
class NamespaceSimulation : public testing::TestWithParam<int> {};

TEST_P(NamespaceSimulation, SurvivesPowerCuts) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  Simulation(static_cast<std::uint64_t>(GetParam())).run();
}

INSTANTIATE_TEST_SUITE_P(Seeds, NamespaceSimulation, testing::Range(1, 1 + seed_count()),
                         [](const auto& seed) { return "seed" + std::to_string(seed.param); });

}  // namespace
}  // namespace mammoth::namenode
