// Hadoop's built-in erasure coding policies. Files are replicated here: none of them can be used.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace mammoth::namenode {

struct EcPolicy {
  std::string_view name;
  std::string_view codec;
  unsigned data_units;
  unsigned parity_units;
  unsigned id;
};

inline constexpr unsigned kEcCellBytes = 1u << 20;

inline constexpr auto kEcPolicies =
    std::to_array<EcPolicy>({{"RS-10-4-1024k", "rs", 10, 4, 5},
                             {"RS-3-2-1024k", "rs", 3, 2, 2},
                             {"RS-6-3-1024k", "rs", 6, 3, 1},
                             {"RS-LEGACY-6-3-1024k", "rs-legacy", 6, 3, 3},
                             {"XOR-2-1-1024k", "xor", 2, 1, 4}});

inline bool is_ec_policy(std::string_view name) {
  return std::any_of(kEcPolicies.begin(), kEcPolicies.end(),
                     [&](const EcPolicy& policy) { return policy.name == name; });
}

}  // namespace mammoth::namenode
