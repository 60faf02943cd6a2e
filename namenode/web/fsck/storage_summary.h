// Whether replicas stand on the kinds of volumes that their policies want (Hadoop:
// StoragePolicySummary).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "namenode/blocks/storage_policy.h"

namespace mammoth::namenode {

class StorageSummary {
 public:
  // A block whose replicas stand on `types`, of a file with `policy`.
  void add(std::vector<StorageType> types, const StoragePolicy& policy);
  // Both tables, most blocks first.
  std::string text() const;

 private:
  struct Combination {
    std::vector<StorageType> types;  // ordered
    const StoragePolicy* specified;
    auto operator<=>(const Combination&) const = default;
  };
  std::map<Combination, std::uint64_t> counts_;
  std::uint64_t blocks_ = 0;
};

}  // namespace mammoth::namenode
