// What a ResourceManager knows again after its restart (Hadoop: RMStateStore): applications with
// their attempts, the keys of masters' tokens, and how often it has started.
//
//   version                        1
//   epoch                          starts so far
//   master-keys                    of masters' tokens
//   application/TIMESTAMP/ID       16 hexadecimal digits, 8 digits
//   attempt/TIMESTAMP/ID/ATTEMPT
//
// Keys of nodes' and containers' tokens are made anew, as Hadoop does: nodes learn them when they
// register. Thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/yarn_tokens/rolling_keys.h"
#include "yarn/resource_manager/cluster/cluster.h"
#include "yarn/store/record_store.h"

namespace mammoth::yarn {

struct SavedState {
  std::int64_t epoch = 0;                   // 0 for the first start
  std::vector<Application> applications{};  // by their ids
  std::optional<yarn_tokens::KeyState> master_keys{};
};

class StateStore {
 public:
  // kIo where the directory cannot be opened or is of a newer version.
  static Result<std::unique_ptr<StateStore>> open(const std::string& directory);

  // Once, first of all. With `begin_epoch`, this start is counted before the call returns. kIo for
  // what cannot be read.
  Result<SavedState> load(bool begin_epoch);

  // All of one call becomes durable together.
  void save(const Cluster& cluster, const ClusterChanges& changes);
  void save(const yarn_tokens::KeyState& master_keys);

  RecordStore& records() { return *records_; }

 private:
  explicit StateStore(std::unique_ptr<RecordStore> records) : records_(std::move(records)) {}

  const std::unique_ptr<RecordStore> records_;
};

}  // namespace mammoth::yarn
