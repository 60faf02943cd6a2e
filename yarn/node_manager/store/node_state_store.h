// What a NodeManager knows again after its restart (Hadoop: NMStateStoreService): applications,
// containers with what they were started with, the files that lie ready for them, what auxiliary
// services were told, and the keys of tokens.
//
//   version                    1
//   application/ID             user, state
//   container/ID               what it was started with
//   state/ID                   where it stands
//   launched/ID                a process is being started, or was
//   file/DIRECTORY             a localized resource
//   service/APPLICATION/NAME   what its master has for an auxiliary service
//   node-tokens                NmTokenVerifier::State
//   container-keys             keys of ContainerTokenVerifier::State
//   started/ID                 when the token that started a container expires
//
// Thread-safe; changes are durable after flush().
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "common/yarn_tokens/container_token_verifier.h"
#include "common/yarn_tokens/nm_token_verifier.h"
#include "yarn/node_manager/containers/containers.h"
#include "yarn/node_manager/localizer/resource_cache.h"
#include "yarn/store/record_store.h"

namespace mammoth::yarn::node {

struct SavedContainer {
  Container container;
  bool launched = false;
};

struct SavedService {
  std::string application;
  std::string name;
  std::string user;
  std::string data;
};

struct SavedNode {
  std::vector<NodeApplication> applications{};
  std::vector<SavedContainer> containers{};
  std::vector<std::pair<CacheKey, CachedFile>> files{};
  std::vector<SavedService> services{};
  yarn_tokens::NmTokenVerifier::State node_tokens{};
  yarn_tokens::ContainerTokenVerifier::State container_tokens{};
};

class NodeStateStore {
 public:
  // kIo where the directory cannot be opened or is of a newer version.
  static Result<std::unique_ptr<NodeStateStore>> open(const std::string& directory);

  // Once, first of all. kIo for what cannot be read.
  Result<SavedNode> load();

  void save(const Containers& containers, const ContainerChanges& changes);
  void launching(const std::string& container);
  void save(const SavedService& service);
  void save(const CacheKey& key, const CachedFile& file);
  void drop_file(const std::string& directory);
  // What differs from the last time.
  void save(const yarn_tokens::NmTokenVerifier::State& tokens);
  void save(const yarn_tokens::ContainerTokenVerifier::State& tokens);

  bool flush() { return records_->flush(); }
  bool failed() const { return records_->failed(); }

 private:
  explicit NodeStateStore(std::unique_ptr<RecordStore> records) : records_(std::move(records)) {}

  const std::unique_ptr<RecordStore> records_;
  std::mutex mutex_;
  yarn_tokens::NmTokenVerifier::State node_tokens_;  // this and the next guarded by mutex_
  yarn_tokens::ContainerTokenVerifier::State container_tokens_;  // as they were saved
};

}  // namespace mammoth::yarn::node
