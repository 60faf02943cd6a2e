// What --master names (Spark: SparkMasterRegex). Refuses, with a message for the user, what this
// build cannot run on yet and what nobody understands.
#pragma once

#include <cstdint>
#include <string>

namespace mammoth::spark {

struct Master {
  enum class Kind { kLocal, kLocalCluster, kStandalone, kYarn } kind = Kind::kLocal;
  int cores = 1;  // local: threads; local-cluster: of each executor
  int max_failures = 1;
  int executors = 0;               // local-cluster
  std::uint64_t memory_bytes = 0;  // local-cluster: for each executor
  std::string host{};              // standalone
  int port = 0;
};

// local, local[n], local[*], local[n,failures], local[*,failures], local-cluster[n,cores,MiB],
// spark://host:port and yarn. Throws SparkException.
Master parse_master(const std::string& master);

}  // namespace mammoth::spark
