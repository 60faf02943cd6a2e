#include "namenode/blocks/excess.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace mammoth::namenode {

namespace {

class Chooser {
 public:
  Chooser(const DatanodeRegistry& datanodes, const ExcessQuestion& question)
      : datanodes_(datanodes), question_(question), left_(question.live) {}

  std::vector<StorageIndex> run() {
    std::vector<StorageIndex> chosen;
    while (left_.size() > question_.keep) {
      const StorageIndex storage = chosen.empty() && hint_usable() ? hint() : next();
      chosen.push_back(storage);
      std::erase(left_, storage);
    }
    return chosen;
  }

 private:
  std::size_t on_rack_of(StorageIndex storage) const {
    const std::string& rack = datanodes_.datanode_of(storage).location;
    return static_cast<std::size_t>(std::count_if(
        left_.begin(), left_.end(),
        [&](StorageIndex other) { return datanodes_.datanode_of(other).location == rack; }));
  }

  StorageIndex of(const DatanodeDescriptor* datanode) const {
    const auto it = std::find_if(left_.begin(), left_.end(), [&](StorageIndex storage) {
      return datanode && datanodes_.storage(storage).datanode == datanode->index;
    });
    return it == left_.end() ? kNoStorage : *it;
  }

  StorageIndex hint() const { return of(question_.delete_hint); }

  bool hint_usable() const {
    if (hint() == kNoStorage) return false;
    if (on_rack_of(hint()) > 1) return true;
    const StorageIndex added = of(question_.added);
    return added != kNoStorage && on_rack_of(added) == 1;
  }

  // With two racks those that share one; otherwise any.
  std::vector<StorageIndex> candidates() const {
    std::map<std::string_view, std::vector<StorageIndex>> racks;
    for (const StorageIndex storage : left_)
      racks[datanodes_.datanode_of(storage).location].push_back(storage);
    std::vector<StorageIndex> shared;
    if (racks.size() == 2)
      for (const auto& [rack, storages] : racks)
        if (storages.size() >= 2) shared.insert(shared.end(), storages.begin(), storages.end());
    return shared.empty() ? left_ : shared;
  }

  StorageIndex next() const {
    const auto heard_ms = [&](StorageIndex storage) {
      return datanodes_.datanode_of(storage).last_update_monotonic_ms;
    };
    const auto remaining = [&](StorageIndex storage) {
      return datanodes_.storage(storage).report.remaining_bytes;
    };
    const auto replicas = candidates();
    const StorageIndex silent =
        *std::min_element(replicas.begin(), replicas.end(),
                          [&](auto a, auto b) { return heard_ms(a) < heard_ms(b); });
    if (heard_ms(silent) < question_.silent_before_monotonic_ms) return silent;
    return *std::min_element(replicas.begin(), replicas.end(),
                             [&](auto a, auto b) { return remaining(a) < remaining(b); });
  }

  const DatanodeRegistry& datanodes_;
  const ExcessQuestion& question_;
  std::vector<StorageIndex> left_;
};

}  // namespace

std::vector<StorageIndex> choose_excess(const DatanodeRegistry& datanodes,
                                        const ExcessQuestion& question) {
  return Chooser(datanodes, question).run();
}

}  // namespace mammoth::namenode
