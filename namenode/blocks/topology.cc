#include "namenode/blocks/topology.h"

#include <algorithm>

namespace mammoth::namenode {

namespace {

constexpr int kProbes = 8;

std::vector<std::string_view> split_location(std::string_view location) {
  std::vector<std::string_view> parts;
  std::size_t start = 1;
  while (start < location.size()) {
    const std::size_t end = std::min(location.find('/', start), location.size());
    parts.push_back(location.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

// A few darts first: they hit at once in all but exhausted clusters.
bool choose_of(const std::vector<DatanodeIndex>& candidates, const RandomSource& random,
               const Topology::Accept& accept, DatanodeIndex& chosen) {
  if (candidates.empty()) return false;
  for (int probe = 0; probe < kProbes; ++probe) {
    chosen = candidates[random.below(candidates.size())];
    if (accept(chosen)) return true;
  }
  std::vector<DatanodeIndex> acceptable;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(acceptable), accept);
  if (acceptable.empty()) return false;
  chosen = acceptable[random.below(acceptable.size())];
  return true;
}

}  // namespace

int location_distance(std::string_view a, std::string_view b) {
  if (a == b) return 2;
  const auto parts_a = split_location(a);
  const auto parts_b = split_location(b);
  const auto [end_a, end_b] =
      std::mismatch(parts_a.begin(), parts_a.end(), parts_b.begin(), parts_b.end());
  return static_cast<int>((parts_a.end() - end_a) + (parts_b.end() - end_b)) + 2;
}

void Topology::add(DatanodeIndex datanode, const std::string& location) {
  if (contains(datanode)) return;
  datanodes_.push_back(datanode);
  racks_[location].push_back(datanode);
  if (racks_.size() > 1) ever_multi_rack_ = true;
}

void Topology::remove(DatanodeIndex datanode, const std::string& location) {
  std::erase(datanodes_, datanode);
  const auto rack = racks_.find(location);
  if (rack == racks_.end()) return;
  std::erase(rack->second, datanode);
  if (rack->second.empty()) racks_.erase(rack);
}

bool Topology::contains(DatanodeIndex datanode) const {
  return std::find(datanodes_.begin(), datanodes_.end(), datanode) != datanodes_.end();
}

const std::vector<DatanodeIndex>& Topology::rack(const std::string& location) const {
  static const std::vector<DatanodeIndex> kNone;
  const auto rack = racks_.find(location);
  return rack == racks_.end() ? kNone : rack->second;
}

bool Topology::choose(const RandomSource& random, const Accept& accept,
                      DatanodeIndex& chosen) const {
  return choose_of(datanodes_, random, accept, chosen);
}

bool Topology::choose_in_rack(const RandomSource& random, const std::string& location,
                              const Accept& accept, DatanodeIndex& chosen) const {
  return choose_of(rack(location), random, accept, chosen);
}

}  // namespace mammoth::namenode
