// What the administrator says about datanodes (Hadoop: HostConfigManager). An entry is "host" or
// "host:port", host being an ip or a name.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace mammoth::namenode {

struct HostLists {
  std::vector<std::string> included{};  // who may register; empty: all
  std::vector<std::string> excluded{};  // to be decommissioned
  // In maintenance until that time, in milliseconds since the epoch.
  std::unordered_map<std::string, std::int64_t> resting{};
};

}  // namespace mammoth::namenode
