// What goes wrong in a cluster, chosen by the seed: processes die and come back, machines lose
// their power, ways are cut in one or both directions, lose segments or are clogged, disks are
// slow.
#pragma once

#include "tests/sim/cluster/cluster.h"

namespace mammoth::sim {

class Faults {
 public:
  Faults(World& world, Cluster& cluster) : world_(world), cluster_(cluster) {}

  // One more fault, or the end of one.
  void next();
  // Everything works again: every process runs, every way is whole.
  void end();
  std::uint64_t count() const { return count_; }

 private:
  void kill_some_datanode();
  void restart_some_datanode();
  void restart_namenode();
  void cut_some_way();
  void isolate_some_node();
  void lose_segments();
  void clog();
  void slow_disk();
  void break_disk();
  void set_clock();
  Node& any_node();

  World& world_;
  Cluster& cluster_;
  std::uint64_t count_ = 0;
};

}  // namespace mammoth::sim
