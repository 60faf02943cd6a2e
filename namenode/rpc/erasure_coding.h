// What is known of erasure coding. Files here are replicated, so that no policy can be enabled; the
// names and numbers are those of Hadoop's built-in ones (SystemErasureCodingPolicies).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/error.h"

namespace mammoth::namenode {

struct ErasureCodingPolicy {
  std::uint32_t id;
  std::string_view name;
  std::uint32_t data_units;
  std::uint32_t parity_units;
};

// In the order of their names.
inline constexpr std::array<ErasureCodingPolicy, 5> kErasureCodingPolicies{{
    {5, "RS-10-4-1024k", 10, 4},
    {2, "RS-3-2-1024k", 3, 2},
    {1, "RS-6-3-1024k", 6, 3},
    {3, "RS-LEGACY-6-3-1024k", 6, 3},
    {4, "XOR-2-1-1024k", 2, 1},
}};

// Null for a name that is not there.
const ErasureCodingPolicy* find_erasure_coding_policy(std::string_view name);
// kHadoopIllegalArgument "The policy name … does not exist".
Error no_such_policy(std::string_view name);

}  // namespace mammoth::namenode
