// EncryptionAdmin: encryption zones (Hadoop: HdfsAdmin's calls behind `hdfs crypto`). A NameNode
// without a key provider refuses to make one; it has none.
//
// All calls block the calling thread; thread-safe. Refusals come back as Error values with the
// NameNode's class and message.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/hdfs/namenode_proxy.h"

namespace mammoth::hdfs {

struct EncryptionZone {
  std::int64_t id = 0;
  std::string path;
  std::string key_name;
};

// Times in ms since the epoch.
struct ReencryptionStatus {
  std::string path;
  std::string state;
  std::string key_version;
  std::int64_t submitted_ms = 0;
  bool is_canceled = false;
  std::int64_t completed_ms = 0;  // 0: not yet
  std::int64_t reencrypted = 0;
  std::int64_t failures = 0;
  std::string last_file;
};

class EncryptionAdmin {
 public:
  explicit EncryptionAdmin(std::unique_ptr<NamenodeProxy> namenode)
      : namenode_(std::move(namenode)) {}

  Result<void> create_zone(const std::string& path, const std::string& key_name);
  Result<std::optional<EncryptionZone>> zone_of(const std::string& path);
  // Calls `each` for every zone, page by page.
  Result<void> list_zones(const std::function<void(const EncryptionZone&)>& each);
  Result<void> reencrypt_zone(const std::string& path, bool cancel);
  Result<void> list_reencryption(const std::function<void(const ReencryptionStatus&)>& each);

 private:
  std::unique_ptr<NamenodeProxy> namenode_;
};

}  // namespace mammoth::hdfs
