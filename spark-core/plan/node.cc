#include "spark-core/plan/node.h"

#include <set>

namespace mammoth::spark {

ShuffleSink::~ShuffleSink() = default;

std::vector<int> PartitionMap::parents(int partition, int parent_partitions) const {
  switch (kind) {
    case Kind::kSame:
      return {partition};
    case Kind::kOffset:
      if (partition < argument || partition >= argument + parent_partitions) return {};
      return {partition - argument};
    case Kind::kGroups:
      return groups.at(static_cast<std::size_t>(partition));
    case Kind::kQuotient:
      return {partition / argument};
    case Kind::kRemainder:
      return {partition % argument};
  }
  return {};
}

std::vector<std::string> Node::preferred_locations(int partition) const {
  if (static_cast<std::size_t>(partition) < locations.size() &&
      !locations[static_cast<std::size_t>(partition)].empty())
    return locations[static_cast<std::size_t>(partition)];
  for (const Dependency& dependency : dependencies) {
    if (dependency.shuffle != nullptr) continue;
    for (const int parent : dependency.map.parents(partition, dependency.parent->partitions)) {
      std::vector<std::string> hosts = dependency.parent->preferred_locations(parent);
      if (!hosts.empty()) return hosts;
    }
  }
  return {};
}

// Spark: a shuffle's order is not determined unless it sorts; a function of the order of such an
// input makes another output each time.
DeterministicLevel Node::deterministic_level() const {
  DeterministicLevel level = DeterministicLevel::kDeterminate;
  for (const Dependency& dependency : dependencies) {
    DeterministicLevel of_parent = dependency.parent->deterministic_level();
    if (dependency.shuffle != nullptr && of_parent == DeterministicLevel::kDeterminate)
      of_parent = DeterministicLevel::kUnordered;
    level = std::max(level, of_parent);
  }
  if (checkpointed) return DeterministicLevel::kDeterminate;
  if (random_order && level == DeterministicLevel::kUnordered)
    return DeterministicLevel::kIndeterminate;
  return level;
}

namespace {

std::string title(const Node& node) {
  std::string text = node.name.empty() ? "" : node.name + " ";
  text += node.operation + "[" + std::to_string(node.id) + "]";
  if (!node.call_site.empty()) text += " at " + node.call_site;
  if (node.storage.is_valid()) text += " [" + node.storage.description() + "]";
  return text + "\n";
}

void describe(const Node& node, const std::string& indent, const std::string& head,
              std::string& text) {
  text += indent + head + title(node);
  for (const Dependency& dependency : node.dependencies) {
    const bool shuffled = dependency.shuffle != nullptr;
    const bool many = node.dependencies.size() > 1;
    const std::string deeper = indent + (shuffled || many ? " " : "");
    const std::string mark =
        shuffled || many ? "+-(" + std::to_string(dependency.parent->partitions) + ") " : "|  ";
    describe(*dependency.parent, deeper, mark, text);
  }
}

}  // namespace

std::string debug_string(const Node& node) {
  std::string text;
  describe(node, "", "(" + std::to_string(node.partitions) + ") ", text);
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace mammoth::spark
