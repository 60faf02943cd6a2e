#include "namenode/blocks/storage_policy.h"

#include <algorithm>
#include <array>

namespace mammoth::namenode {

namespace {

using enum StorageType;

const std::array<StoragePolicy, 8>& all_policies() {
  static const std::array<StoragePolicy, 8> kPolicies{{
      {kProvidedPolicy, "PROVIDED", {kProvided, kDisk}, {kProvided, kDisk}, {kProvided, kDisk}},
      {kColdPolicy, "COLD", {kArchive}, {}, {}},
      {kWarmPolicy, "WARM", {kDisk, kArchive}, {kDisk, kArchive}, {kDisk, kArchive}},
      {kHotPolicy, "HOT", {kDisk}, {}, {kArchive}},
      {kOneSsdPolicy, "ONE_SSD", {kSsd, kDisk}, {kSsd, kDisk}, {kSsd, kDisk}},
      {kAllSsdPolicy, "ALL_SSD", {kSsd}, {kDisk}, {kDisk}},
      {kAllNvdimmPolicy, "ALL_NVDIMM", {kNvdimm}, {kDisk}, {kDisk}},
      {kLazyPersistPolicy, "LAZY_PERSIST", {kRamDisk, kDisk}, {kDisk}, {kDisk}, true},
  }};
  return kPolicies;
}

bool contains(std::span<const StorageType> types, StorageType type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

}  // namespace

std::vector<StorageType> StoragePolicy::choose_types(std::uint32_t replication,
                                                     std::span<const StorageType> chosen,
                                                     std::span<const StorageType> unavailable,
                                                     bool for_new_block) const {
  std::vector<StorageType> wanted;
  for (std::uint32_t i = 0; i < replication; ++i)
    wanted.push_back(storage_types[std::min<std::size_t>(i, storage_types.size() - 1)]);
  for (const StorageType type : chosen)
    if (const auto it = std::find(wanted.begin(), wanted.end(), type); it != wanted.end())
      wanted.erase(it);
  const std::size_t missing = replication > chosen.size() ? replication - chosen.size() : 0;
  if (wanted.size() > missing) wanted.resize(missing);

  const auto& fallbacks = for_new_block ? creation_fallbacks : replication_fallbacks;
  std::vector<StorageType> result;
  for (const StorageType type : wanted) {
    if (!contains(unavailable, type)) {
      result.push_back(type);
      continue;
    }
    const auto fallback = std::find_if(fallbacks.begin(), fallbacks.end(), [&](StorageType other) {
      return !contains(unavailable, other);
    });
    if (fallback != fallbacks.end()) result.push_back(*fallback);
  }
  return result;
}

std::span<const StoragePolicy> storage_policies() {
  return all_policies();
}

const StoragePolicy& storage_policy(StoragePolicyId id) {
  const StoragePolicy* hot = nullptr;
  for (const StoragePolicy& policy : all_policies()) {
    if (policy.id == id) return policy;
    if (policy.id == kHotPolicy) hot = &policy;
  }
  return *hot;
}

}  // namespace mammoth::namenode
