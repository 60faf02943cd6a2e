// What a check has counted, and how it is told (Hadoop: NamenodeFsck.Result).
#pragma once

#include <cstdint>
#include <string>

namespace mammoth::namenode {

struct FsckResult {
  std::uint64_t missing_blocks = 0;
  std::uint64_t missing_bytes = 0;
  std::uint64_t corrupt_files = 0;
  std::uint64_t corrupt_blocks = 0;
  std::uint64_t corrupt_bytes = 0;
  std::uint64_t missing_replicas = 0;
  std::uint64_t decommissioned_replicas = 0;
  std::uint64_t decommissioning_replicas = 0;
  std::uint64_t entering_maintenance_replicas = 0;
  std::uint64_t in_maintenance_replicas = 0;
  std::uint64_t under_minimum_blocks = 0;
  std::uint64_t over_replicated_blocks = 0;
  std::uint64_t under_replicated_blocks = 0;
  std::uint64_t misplaced_blocks = 0;
  std::uint64_t minimally_replicated_blocks = 0;
  std::uint64_t blocks = 0;
  std::uint64_t expected_replicas = 0;
  std::uint64_t open_file_blocks = 0;
  std::uint64_t files = 0;
  std::uint64_t open_files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t open_file_bytes = 0;
  std::uint64_t replicas = 0;

  std::int64_t default_replication = 3;
  std::int64_t min_replication = 1;

  bool healthy() const { return missing_blocks == 0 && corrupt_blocks == 0; }
  // Without a line end.
  std::string replicated_text() const;
  // No file is striped: the same for none.
  static std::string striped_text();
};

// As Java writes a float: "100.0", "33.333332".
std::string java_float(float value);

}  // namespace mammoth::namenode
