// Brings containers' files to this node on a few threads of its own, each file once for all that
// want it (Hadoop: ResourceLocalizationService). Everything runs as this daemon's user.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "common/async/task.h"
#include "common/base/clock.h"
#include "common/config/configuration.h"
#include "yarn/node_manager/containers/container.h"
#include "yarn/node_manager/localizer/resource_cache.h"

namespace mammoth::yarn::node {

struct LocalizerSettings {
  std::size_t threads = 4;
  std::uint64_t max_cache_bytes = 10ull << 30;
  std::string own_user;  // who reads what is for everybody
};

// Called on the localizer's threads, without locks held.
struct LocalizerEvents {
  std::function<void(const std::string& id, Localized files)> localized;
  std::function<void(const std::string& id, const std::string& diagnostics)> failed;
  // For a restart; these with locks held, and not to wait.
  std::function<void(const CacheKey& key, const CachedFile& file)> kept{};
  std::function<void(const std::string& directory)> dropped{};
};

// Thread-safe once start() has been called. What it is given must outlive stop().
class Localizer {
 public:
  Localizer(std::vector<std::string> local_directories, LocalizerSettings settings,
            const Configuration& configuration, const Clock& clock);
  ~Localizer();  // stops

  void start(LocalizerEvents events);
  // What an earlier process has brought. Before the first localize().
  void restore(const std::vector<std::pair<CacheKey, CachedFile>>& files);
  // Its files were there before: they stay while it lives.
  void use(const ContainerSpec& spec);
  // Waits for fetches that have begun; those that wait are dropped. Idempotent.
  void stop();

  // Exactly one event follows, unless the container is released before.
  void localize(const ContainerSpec& spec);
  // The container needs its files no more.
  void release(const std::string& container);
  void end_application(const std::string& user, const std::string& application);
  // Removes what is too much and used by nobody.
  void shrink();

  std::uint64_t cached_bytes() const;

 private:
  struct Job {
    std::vector<CacheKey> keys{};
    Localized result{};
    std::size_t missing = 0;
    std::int64_t begun_ms = 0;
  };

  void carry_out(const CacheKey& key, const LocalResource& resource, const ContainerSpec& spec);
  static void remove_unwanted(const std::string& directory);
  void settle(const CacheKey& key, const std::vector<std::string>& waiting);
  void fail(const std::vector<std::string>& waiting, const std::string& diagnostics);
  std::string new_directory(const LocalResource& resource, const ContainerSpec& spec);
  void post_ready(const std::string& container);

  const std::vector<std::string> directories_;
  const LocalizerSettings settings_;
  const Configuration& configuration_;
  const Clock& clock_;
  LocalizerEvents events_;  // constant after start
  mutable std::mutex mutex_;
  bool stopping_ = false;           // this and what follows guarded by mutex_
  std::uint64_t next_number_ = 10;  // of a directory, as Hadoop counts
  ResourceCache cache_;
  std::map<std::string, Job> jobs_;
  asio::thread_pool workers_;
};

}  // namespace mammoth::yarn::node
