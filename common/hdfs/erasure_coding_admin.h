// ErasureCodingAdmin: policies, and which directories have them (Hadoop: DistributedFileSystem's
// calls behind `hdfs ec`).
//
// All calls block the calling thread; thread-safe. Refusals come back as Error values with the
// NameNode's class and message.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/hdfs/namenode_proxy.h"

namespace mammoth::hdfs {

// A policy without its id (Hadoop: ErasureCodingPolicy).
struct ErasureCodingPolicy {
  std::string codec;
  std::uint32_t data_units = 0;
  std::uint32_t parity_units = 0;
  std::map<std::string, std::string> options{};
  std::uint32_t cell_bytes = 0;
  std::string name{};  // "RS-6-3-1024k"

  std::string composed_name() const;
};

struct ErasureCodingPolicyInfo {
  ErasureCodingPolicy policy;
  std::uint32_t id = 0;
  std::string state;  // ENABLED, DISABLED, REMOVED
};

struct AddedErasureCodingPolicy {
  std::string name;
  std::optional<std::string> refusal{};
};

struct ErasureCodingSetup {
  bool is_supported = false;
  std::string message;
};

class ErasureCodingAdmin {
 public:
  explicit ErasureCodingAdmin(std::unique_ptr<NamenodeProxy> namenode)
      : namenode_(std::move(namenode)) {}

  // In the order of the NameNode.
  Result<std::vector<ErasureCodingPolicyInfo>> policies();
  // Coders by codec.
  Result<std::map<std::string, std::string>> codecs();
  Result<std::vector<AddedErasureCodingPolicy>> add(
      const std::vector<ErasureCodingPolicy>& policies);
  Result<void> remove(const std::string& policy);
  Result<void> enable(const std::string& policy);
  Result<void> disable(const std::string& policy);

  // The name of the policy in force; nothing for replication.
  Result<std::optional<std::string>> policy_of(const std::string& path);
  Result<void> set_policy(const std::string& path, const std::optional<std::string>& policy);
  Result<void> unset_policy(const std::string& path);
  // Whether racks and DataNodes suffice for `policies`, or for those enabled.
  Result<ErasureCodingSetup> verify(const std::vector<std::string>& policies);

 private:
  std::unique_ptr<NamenodeProxy> namenode_;
};

}  // namespace mammoth::hdfs
