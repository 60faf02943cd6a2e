// Which kinds of volumes a file's replicas want (Hadoop: BlockStoragePolicy,
// BlockStoragePolicySuite).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

using StoragePolicyId = std::uint8_t;

inline constexpr StoragePolicyId kUnspecifiedPolicy = 0;  // inherits; here: hot
inline constexpr StoragePolicyId kProvidedPolicy = 1;
inline constexpr StoragePolicyId kColdPolicy = 2;
inline constexpr StoragePolicyId kWarmPolicy = 5;
inline constexpr StoragePolicyId kHotPolicy = 7;
inline constexpr StoragePolicyId kOneSsdPolicy = 10;
inline constexpr StoragePolicyId kAllSsdPolicy = 12;
inline constexpr StoragePolicyId kAllNvdimmPolicy = 14;
inline constexpr StoragePolicyId kLazyPersistPolicy = 15;

// The last of `storage_types` repeats for all further replicas.
struct StoragePolicy {
  StoragePolicyId id;
  std::string_view name;
  std::vector<StorageType> storage_types;
  std::vector<StorageType> creation_fallbacks;
  std::vector<StorageType> replication_fallbacks;
  bool copy_on_create_file = false;

  // The types wanted for the replicas still missing, given the types of those that stand
  // (`chosen`). Types in `unavailable` are replaced by the first fallback that is not; a replica
  // without any is left out.
  std::vector<StorageType> choose_types(std::uint32_t replication,
                                        std::span<const StorageType> chosen,
                                        std::span<const StorageType> unavailable,
                                        bool for_new_block) const;
};

// All policies, in the order Hadoop lists them.
std::span<const StoragePolicy> storage_policies();
// Unknown and unspecified ids mean hot.
const StoragePolicy& storage_policy(StoragePolicyId id);

}  // namespace mammoth::namenode
