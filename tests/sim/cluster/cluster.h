// One NameNode, DataNodes and clients, each on a node of a world: the classes that the daemons'
// main functions build, with the configuration that they would read.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/config/configuration.h"
#include "common/hdfs/file_system.h"
#include "tests/sim/world/world.h"

namespace mammoth::sim {

struct ClusterOptions {
  std::size_t datanodes = 3;
  std::size_t clients = 1;
  std::uint64_t block_bytes = 64 << 10;
};

class Cluster {
 public:
  // Formats and starts everything, and waits until the NameNode has left safe mode.
  Cluster(World& world, ClusterOptions options);
  ~Cluster();

  std::size_t datanode_count() const { return datanodes_.size(); }
  Node& namenode() { return *namenode_; }
  Node& datanode(std::size_t index) { return *datanodes_.at(index).node; }
  Node& client(std::size_t index) { return *clients_.at(index); }
  const std::vector<Node*>& clients() const { return clients_; }
  std::uint16_t replication() const;
  std::uint64_t block_bytes() const { return options_.block_bytes; }

  // kill -9, and a new process in its place.
  void kill_namenode();
  void start_namenode();
  void kill_datanode(std::size_t index);
  void start_datanode(std::size_t index);
  bool namenode_runs() const { return namenode_runs_; }
  bool datanode_runs(std::size_t index) const { return datanodes_.at(index).runs; }

  // A disk fails, so that a process may end by itself; until forgive_disks() it is restarted by who
  // ends the faults. Without such a fault a process that ends fails the history.
  void break_disk(Node& node, const DiskFaults& faults);
  void forgive_disks();

  // For a thread of a client's node.
  std::shared_ptr<hdfs::FileSystem> file_system();

 private:
  struct Process {
    Node* node = nullptr;
    bool runs = false;
  };
  Configuration configuration() const;
  std::string name_directory() const;
  void format();
  // Fails the history, or takes the process away when its disk is to blame.
  void ended(Node& node, const std::string& why);
  void run_namenode();
  void run_datanode(std::size_t index);

  World& world_;
  const ClusterOptions options_;
  Node* namenode_ = nullptr;
  bool namenode_runs_ = false;
  std::vector<Process> datanodes_;
  std::vector<Node*> clients_;
  std::set<const Node*> with_broken_disks_;  // by address, never in order
};

}  // namespace mammoth::sim
