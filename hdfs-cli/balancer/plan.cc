#include "hdfs-cli/balancer/plan.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mammoth::cli::balancer {

namespace {

struct Group {
  const hdfs::DatanodeReport* node = nullptr;
  std::uint64_t room_bytes = 0;  // that it may still give or take
};

// The storages of one type on one node.
struct Space {
  const hdfs::DatanodeReport* node = nullptr;
  double capacity = 0;
  double used = 0;
  std::uint64_t remaining_bytes = 0;
};

struct Groups {
  std::vector<Group> over, above, below, under;
};

std::uint64_t part_of(double percent, double capacity) {
  return static_cast<std::uint64_t>(percent * capacity / 100.0);
}

std::map<std::string, std::vector<Space>> by_type(const std::vector<hdfs::DatanodeSpace>& spaces) {
  std::map<std::string, std::vector<Space>> types;
  for (const hdfs::DatanodeSpace& each : spaces) {
    std::map<std::string, Space> own;
    for (const hdfs::StorageSpace& storage : each.storages) {
      Space& sum = own[storage.type];
      sum.node = &each.node;
      sum.capacity += static_cast<double>(storage.capacity_bytes);
      sum.used += static_cast<double>(storage.dfs_used_bytes);
      sum.remaining_bytes += storage.remaining_bytes;
    }
    for (auto& [type, space] : own)
      if (space.capacity > 0) types[type].push_back(space);
  }
  types.erase("RAM_DISK");  // what lies there is not moved
  return types;
}

Groups classify(const std::vector<Space>& spaces, const PlanOptions& options,
                std::uint64_t& bytes_left) {
  double capacity = 0;
  double used = 0;
  for (const Space& space : spaces) {
    capacity += space.capacity;
    used += space.used;
  }
  const double average = 100.0 * used / capacity;
  Groups groups;
  std::uint64_t overloaded = 0;
  std::uint64_t underloaded = 0;
  for (const Space& space : spaces) {
    const double difference = 100.0 * space.used / space.capacity - average;
    const double beyond = std::abs(difference) - options.threshold_percent;
    std::uint64_t room = part_of(std::min(options.threshold_percent, std::abs(difference)),
                                 space.capacity);
    if (difference <= 0) room = std::min(room, space.remaining_bytes);
    const Group group{space.node, std::min(room, options.most_bytes_each)};
    if (difference > 0) {
      (beyond > 0 ? groups.over : groups.above).push_back(group);
      if (beyond > 0) overloaded += part_of(beyond, space.capacity);
    } else {
      (beyond > 0 ? groups.under : groups.below).push_back(group);
      if (beyond > 0) underloaded += part_of(beyond, space.capacity);
    }
  }
  bytes_left += std::max(overloaded, underloaded);
  return groups;
}

void match(std::vector<Group>& givers, std::vector<Group>& takers, const std::string& type,
           bool same_rack, std::vector<Transfer>& transfers) {
  for (Group& giver : givers)
    for (Group& taker : takers) {
      const std::uint64_t bytes = std::min(giver.room_bytes, taker.room_bytes);
      if (bytes == 0 || (same_rack && giver.node->topology_path != taker.node->topology_path))
        continue;
      giver.room_bytes -= bytes;
      taker.room_bytes -= bytes;
      transfers.push_back({giver.node, taker.node, type, bytes});
    }
}

}  // namespace

std::uint64_t Plan::bytes_planned() const {
  std::uint64_t sum = 0;
  for (const Transfer& transfer : transfers) sum += transfer.bytes;
  return sum;
}

Plan make_plan(const std::vector<hdfs::DatanodeSpace>& spaces, const PlanOptions& options) {
  Plan plan;
  for (const auto& [type, nodes] : by_type(spaces)) {
    Groups groups = classify(nodes, options, plan.bytes_left);
    for (const bool same_rack : {true, false}) {
      match(groups.over, groups.under, type, same_rack, plan.transfers);
      match(groups.over, groups.below, type, same_rack, plan.transfers);
      match(groups.above, groups.under, type, same_rack, plan.transfers);
    }
  }
  return plan;
}

}  // namespace mammoth::cli::balancer
