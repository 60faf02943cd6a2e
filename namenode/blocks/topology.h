// The network as racks (Hadoop: NetworkTopology). A location is "/rack" or "/datacentre/rack"; the
// distance of two machines is the number of hops through their closest common ancestor: two in one
// rack are 2 apart, in two racks of one level 4, a machine to itself 0.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "namenode/blocks/datanode_id.h"
#include "namenode/blocks/random.h"

namespace mammoth::namenode {

inline constexpr std::string_view kDefaultRack = "/default-rack";

// Names the rack of a host (ip or name), from a table or a script of the caller's. An empty answer
// means kDefaultRack.
using RackResolver = std::function<std::string(const std::string& host)>;

// Hops between two different machines, by their locations.
int location_distance(std::string_view a, std::string_view b);

// The datanodes that take part in placement, by rack.
class Topology {
 public:
  using Accept = std::function<bool(DatanodeIndex)>;

  void add(DatanodeIndex datanode, const std::string& location);
  void remove(DatanodeIndex datanode, const std::string& location);

  std::size_t datanode_count() const { return datanodes_.size(); }
  std::size_t rack_count() const { return racks_.size(); }
  bool contains(DatanodeIndex datanode) const;
  // True once there have been two racks at a time; from then on replicas must span racks.
  bool ever_multi_rack() const { return ever_multi_rack_; }
  const std::vector<DatanodeIndex>& rack(const std::string& location) const;

  // A random datanode that `accept` takes, each with the same chance: of all, of one rack, or of
  // all racks but one. False when there is none.
  bool choose(const RandomSource& random, const Accept& accept, DatanodeIndex& chosen) const;
  bool choose_in_rack(const RandomSource& random, const std::string& location, const Accept& accept,
                      DatanodeIndex& chosen) const;

 private:
  std::vector<DatanodeIndex> datanodes_;
  std::map<std::string, std::vector<DatanodeIndex>> racks_;
  bool ever_multi_rack_ = false;
};

}  // namespace mammoth::namenode
