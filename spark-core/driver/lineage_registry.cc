#include "spark-core/driver/lineage_registry.h"

#include <set>
#include <stdexcept>

namespace mammoth::spark {

using scheduler::RddId;
using scheduler::TaskLocation;

namespace {

void visit(const NodePtr& node, std::set<const Node*>& seen,
           const std::function<void(const NodePtr&)>& each) {
  std::vector<NodePtr> waiting{node};  // lineages can be longer than stacks are deep
  while (!waiting.empty()) {
    const NodePtr next = waiting.back();
    waiting.pop_back();
    if (!seen.insert(next.get()).second) continue;
    each(next);
    for (const Dependency& dependency : next->dependencies) waiting.push_back(dependency.parent);
  }
}

scheduler::Determinism determinism_of(const Node& node) {
  switch (node.deterministic_level()) {
    case DeterministicLevel::kDeterminate:
      return scheduler::Determinism::kDeterminate;
    case DeterministicLevel::kUnordered:
      return scheduler::Determinism::kUnordered;
    case DeterministicLevel::kIndeterminate:
      return scheduler::Determinism::kIndeterminate;
  }
  return scheduler::Determinism::kIndeterminate;
}

}  // namespace

void LineageRegistry::retain(const NodePtr& node) {
  std::set<const Node*> seen;
  std::set<int> ids;  // a node's is above those of its parents
  visit(node, seen, [&](const NodePtr& each) {
    ids.insert(each->id);
    Known& known = known_[each->id];
    known.node = each;
    ++known.users;
    for (const Dependency& dependency : each->dependencies) {
      if (dependency.shuffle == nullptr) continue;
      KnownShuffle& shuffle = shuffles_[dependency.shuffle->id];
      shuffle = {dependency.shuffle, dependency.parent->partitions, shuffle.users + 1};
    }
  });
  for (const int id : ids) {
    Known& known = known_.at(id);
    known.barrier = known.node->barrier;
    for (const Dependency& dependency : known.node->dependencies)
      known.barrier |= dependency.shuffle == nullptr && known_.at(dependency.parent->id).barrier;
  }
}

void LineageRegistry::release(const NodePtr& node) {
  std::set<const Node*> seen;
  visit(node, seen, [this](const NodePtr& each) {
    for (const Dependency& dependency : each->dependencies)
      if (dependency.shuffle != nullptr && --shuffles_.at(dependency.shuffle->id).users == 0)
        shuffles_.erase(dependency.shuffle->id);
    const auto known = known_.find(each->id);
    if (--known->second.users == 0) known_.erase(known);
  });
}

NodePtr LineageRegistry::node(int id) const {
  return known_.at(id).node;
}
std::shared_ptr<const Shuffle> LineageRegistry::shuffle(int id) const {
  return shuffles_.at(id).shuffle;
}
int LineageRegistry::map_count(int shuffle) const {
  return shuffles_.at(shuffle).maps;
}

const scheduler::RddView& LineageRegistry::rdd(RddId id) {
  Known& known = known_.at(id.value());
  const Node& node = *known.node;
  scheduler::RddView view;
  view.id = id;
  view.name = node.name.empty() ? node.operation : node.name;
  view.call_site = node.call_site.empty() ? node.operation : node.call_site;
  view.partition_count = node.partitions;
  for (const Dependency& dependency : node.dependencies) {
    scheduler::Dependency edge{RddId(dependency.parent->id), std::nullopt};
    if (dependency.shuffle != nullptr)
      edge.shuffle = {scheduler::ShuffleId(dependency.shuffle->id),
                      dependency.shuffle->partitioner.numPartitions()};
    view.dependencies.push_back(std::move(edge));
  }
  view.persisted = node.storage.is_valid();
  view.determinism = determinism_of(node);
  view.barrier = known.barrier;
  known.view = std::move(view);
  return known.view;
}

std::vector<int> LineageRegistry::narrow_parents(RddId rdd, int dependency, int partition) {
  const Dependency& edge =
      known_.at(rdd.value()).node->dependencies.at(static_cast<std::size_t>(dependency));
  return edge.map.parents(partition, edge.parent->partitions);
}

std::vector<TaskLocation> LineageRegistry::preferred_locations(RddId rdd, int partition) {
  const Node& node = *known_.at(rdd.value()).node;
  std::vector<TaskLocation> places;
  if (static_cast<std::size_t>(partition) < node.locations.size())
    for (const std::string& host : node.locations[static_cast<std::size_t>(partition)])
      places.push_back(TaskLocation::on_host(host));
  return places;
}

std::vector<std::vector<TaskLocation>> LineageRegistry::cached_locations(RddId rdd,
                                                                         int partitions) {
  std::vector<std::vector<TaskLocation>> places(static_cast<std::size_t>(partitions));
  for (auto block = keepers_.lower_bound({rdd.value(), 0});
       block != keepers_.end() && block->first.first == rdd.value(); ++block) {
    if (block->first.second >= partitions) continue;
    for (const std::string& executor : block->second)
      places[static_cast<std::size_t>(block->first.second)].push_back(
          TaskLocation::on_executor(host_of_[executor], executor));
  }
  return places;
}

void LineageRegistry::executor_added(const std::string& executor, const std::string& host) {
  host_of_[executor] = host;
}

void LineageRegistry::executor_removed(const std::string& executor) {
  host_of_.erase(executor);
  for (auto& [block, executors] : keepers_) executors.erase(executor);
  std::erase_if(keepers_, [](const auto& block) { return block.second.empty(); });
}

void LineageRegistry::block_changed(const std::string& executor, const BlockChange& change) {
  const std::pair block(change.rdd, change.partition);
  if (change.held) {
    if (host_of_.contains(executor)) keepers_[block].insert(executor);
  } else if (const auto found = keepers_.find(block); found != keepers_.end()) {
    found->second.erase(executor);
    if (found->second.empty()) keepers_.erase(found);
  }
}

bool LineageRegistry::has_blocks(int rdd) const {
  const auto first = keepers_.lower_bound({rdd, 0});
  return first != keepers_.end() && first->first.first == rdd;
}

std::vector<std::string> LineageRegistry::keepers(int rdd, int partition) const {
  const auto found = keepers_.find({rdd, partition});
  if (found == keepers_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

void LineageRegistry::blocks_removed(int rdd) {
  keepers_.erase(keepers_.lower_bound({rdd, 0}), keepers_.lower_bound({rdd + 1, 0}));
}

}  // namespace mammoth::spark
