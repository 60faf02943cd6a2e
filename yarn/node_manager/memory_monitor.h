// Looks at what containers use and has those killed that use more than they were given (Hadoop:
// ContainersMonitorImpl). A short peak below twice the limit is allowed: a process that forks has
// its parent's size until it executes something else.
#pragma once

#include <map>
#include <string>

#include "yarn/node_manager/launch/process_tree.h"
#include "yarn/node_manager/rpc/node.h"

namespace mammoth::yarn::node {

struct MemorySettings {
  bool physical_check = false;
  bool virtual_check = false;
  double virtual_ratio = 2.1;
};

// Belongs to one thread.
class MemoryMonitor {
 public:
  MemoryMonitor(Node& node, MemorySettings settings) : node_(node), settings_(settings) {}

  void look(const ProcessTable& processes);

 private:
  struct Subject {
    std::string id;
    int pid = 0;
    std::int64_t memory_mb = 0;
  };
  void check(const Subject& subject, const std::vector<ProcessFigures>& tree, MemoryUse use);

  Node& node_;
  const MemorySettings settings_;
  std::map<std::string, int> looks_above_;  // in a row
};

}  // namespace mammoth::yarn::node
