// Erasure coding policies, on file systems that know them (Hadoop: DistributedFileSystem's calls
// behind `hdfs ec`).
//
// As FileSystem's calls these block, are thread-safe, and refuse with the NameNode's words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/result.h"

namespace mammoth::hdfs {

class FileSystem;

// Hadoop: ErasureCodingPolicyInfo.
struct ErasureCodingPolicyStatus {
  enum class State : std::uint8_t { kDisabled, kEnabled, kRemoved };
  std::uint32_t id = 0;
  std::string name;
  std::string codec;
  std::uint32_t data_units = 0;
  std::uint32_t parity_units = 0;
  std::uint32_t cell_bytes = 0;
  State state = State::kDisabled;
};

class ErasureCoding {
 public:
  virtual ~ErasureCoding() = default;
  // For new files below a directory; an empty name: the server's default.
  virtual Result<void> set_erasure_coding_policy(const std::string& path,
                                                 const std::string& policy) = 0;
  virtual Result<void> unset_erasure_coding_policy(const std::string& path) = 0;
  // Nothing: files there are replicated.
  virtual Result<std::optional<ErasureCodingPolicyStatus>> erasure_coding_policy(
      const std::string& path) = 0;
  virtual Result<std::vector<ErasureCodingPolicyStatus>> erasure_coding_policies() = 0;
  // Each with its coders, commas between them.
  virtual Result<std::vector<std::pair<std::string, std::string>>> erasure_coding_codecs() = 0;
};

// Null: the file system knows none.
ErasureCoding* erasure_coding_of(FileSystem& file_system);

}  // namespace mammoth::hdfs
