#include "tests/sim/cluster/cluster.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <thread>

#include "common/base/log.h"
#include "datanode/datanode.h"
#include "namenode/namenode.h"
#include "tests/sim/world/history.h"

namespace mammoth::sim {
namespace {

constexpr const char* kUser = "operator";
constexpr std::uint16_t kRpcPort = 8020;
// The history's own directory under a name that is the same every time.
constexpr const char* kHere = "/proc/self/cwd";

// Until the end of the world: what a process does besides its threads.
void stay() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1'000'000));
}

std::string text_of(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255,
                     address & 255);
}

}  // namespace

Cluster::Cluster(World& world, ClusterOptions options) : world_(world), options_(options) {
  namenode_ = &world.add_node("namenode");
  for (std::size_t i = 0; i < options.datanodes; ++i)
    datanodes_.push_back({&world.add_node(fmt::format("datanode{}", i + 1))});
  for (std::size_t i = 0; i < options.clients; ++i)
    clients_.push_back(&world.add_node(fmt::format("client{}", i + 1)));
  format();
  start_namenode();
  for (std::size_t i = 0; i < datanodes_.size(); ++i) start_datanode(i);
}

Cluster::~Cluster() = default;

std::uint16_t Cluster::replication() const {
  return static_cast<std::uint16_t>(std::min<std::size_t>(3, datanodes_.size()));
}

std::string Cluster::name_directory() const {
  return fmt::format("{}/name{}", kHere, namenode_->incarnation);
}

Configuration Cluster::configuration() const {
  Configuration conf;
  conf.set("fs.defaultFS", fmt::format("hdfs://{}:{}", text_of(namenode_->address), kRpcPort));
  conf.set("dfs.namenode.rpc-address", fmt::format("{}:{}", text_of(namenode_->address), kRpcPort));
  conf.set("dfs.namenode.name.dir", name_directory());
  conf.set("mammoth.security.allow-unauthenticated-remote", "true");
  conf.set("dfs.datanode.address", "0.0.0.0:9866");
  conf.set("dfs.datanode.ipc.address", "0.0.0.0:9867");
  conf.set("dfs.datanode.http.address", "0.0.0.0:9864");
  // What only a full report tells (a replica that was left out of a recovery) is told within the
  // hour.
  conf.set("dfs.blockreport.intervalMsec", "600000");
  conf.set("dfs.blocksize", std::to_string(options_.block_bytes));
  conf.set("dfs.namenode.fs-limits.min-block-size", "1");
  conf.set("dfs.replication", std::to_string(replication()));
  return conf;
}

void Cluster::format() {
  std::promise<void> done;
  world_.spawn(*namenode_, [&] {
    namenode::FormatRequest request{.name_directory = name_directory(), .superuser = kUser};
    const auto identity = namenode::format_name_directory(request, SystemClock());
    if (!identity) fail("format: " + identity.error().message);
    done.set_value();
  });
  done.get_future().get();
}

void Cluster::break_disk(Node& node, const DiskFaults& faults) {
  node.disk = faults;
  with_broken_disks_.insert(&node);
}

void Cluster::forgive_disks() {
  with_broken_disks_.clear();
}

// The thread that says so is one of those that end, so another one ends them.
void Cluster::ended(Node& node, const std::string& why) {
  if (!with_broken_disks_.contains(&node)) fail(fmt::format("{}: {}", node.name, why));
  log::warn("simulation", "{} ends: {}", node.name, why);
  world_.spawn(world_.node(0), [this, &node, incarnation = node.incarnation] {
    if (node.incarnation != incarnation) return;  // somebody was quicker
    if (&node == namenode_) return kill_namenode();
    for (std::size_t i = 0; i < datanodes_.size(); ++i)
      if (datanodes_[i].node == &node) kill_datanode(i);
  });
  stay();
}

void Cluster::run_namenode() {
  const Configuration conf = configuration();
  const auto namenode =
      namenode::NameNode::open(conf, [conf]() -> Result<Configuration> { return conf; });
  if (!namenode) ended(*namenode_, "does not open: " + namenode.error().message);
  if (const auto started = (*namenode)->start(); !started)
    ended(*namenode_, "does not start: " + started.error().message);
  for (;;) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    if ((*namenode)->failed()) ended(*namenode_, "failed");
    if (!(*namenode)->responsive()) fail("the NameNode hangs");
  }
}

void Cluster::start_namenode() {
  const std::string before = name_directory();
  world_.revive(*namenode_);
  std::filesystem::rename(before, name_directory());
  namenode_runs_ = true;
  world_.spawn(*namenode_, [this] {
    try {
      run_namenode();
    } catch (const std::exception& failure) {
      ended(*namenode_, failure.what());
    }
  });
}

void Cluster::kill_namenode() {
  namenode_runs_ = false;
  world_.kill(*namenode_);
}

void Cluster::run_datanode(std::size_t index) {
  Configuration conf = configuration();
  conf.set("dfs.datanode.data.dir", fmt::format("{}/data{}", kHere, index + 1));
  auto settings = datanode::Settings::read(conf);
  if (!settings) fail("a DataNode's settings: " + settings.error().message);
  Node& node = *datanodes_.at(index).node;
  datanode::Datanode datanode(std::move(*settings),
                              [this, &node](const std::optional<std::string>& failure) {
                                ended(node, failure.value_or("it was asked to"));
                              });
  if (const auto started = datanode.start(); !started)
    ended(node, "does not start: " + started.error().message);
  stay();
}

void Cluster::start_datanode(std::size_t index) {
  Process& process = datanodes_.at(index);
  world_.revive(*process.node);
  process.runs = true;
  world_.spawn(*process.node, [this, index] {
    try {
      run_datanode(index);
    } catch (const std::exception& failure) {
      ended(*datanodes_.at(index).node, failure.what());
    }
  });
}

void Cluster::kill_datanode(std::size_t index) {
  Process& process = datanodes_.at(index);
  process.runs = false;
  world_.kill(*process.node);
}

std::shared_ptr<hdfs::FileSystem> Cluster::file_system() {
  const Configuration conf = configuration();
  auto files = hdfs::open_file_system_as(kUser, conf.find("fs.defaultFS").value(), conf);
  if (!files) fail("no client: " + files.error().message);
  return *files;
}

}  // namespace mammoth::sim
