// Who shall give how much to whom (Hadoop: Balancer.init, chooseStorageGroups). Pure functions.
//
//   used part of the capacity, of all nodes together: the average
//
//   0 %             average - threshold      average      average + threshold            100 %
//   |  under-utilised  |    below average       |    above average    |   over-utilised    |
//
// The over-utilised give to the under-utilised, then to those below the average; the under-utilised
// take from those above it. Nodes of one rack come first. Each storage type is balanced by itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/hdfs/balancer_client.h"

namespace mammoth::cli::balancer {

struct Transfer {
  const hdfs::DatanodeReport* source = nullptr;
  const hdfs::DatanodeReport* target = nullptr;
  std::string storage_type;
  std::uint64_t bytes = 0;
};

struct Plan {
  std::vector<Transfer> transfers;
  std::uint64_t bytes_left = 0;  // to move until all is balanced; 0: it is
  std::uint64_t bytes_planned() const;
};

struct PlanOptions {
  double threshold_percent = 10;
  std::uint64_t most_bytes_each = 10ull << 30;  // of a node in one iteration
};

// The reports are those of `spaces`, which must stay where they are while the plan is used.
Plan make_plan(const std::vector<hdfs::DatanodeSpace>& spaces, const PlanOptions& options);

}  // namespace mammoth::cli::balancer
