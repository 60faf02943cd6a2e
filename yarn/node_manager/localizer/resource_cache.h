// Which resources lie on this node, who uses them and who waits for them (Hadoop:
// LocalResourcesTrackerImpl). The same address, time stamp, type and pattern is one resource within
// its scope. Does no I/O. Not thread-safe: the owner locks.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "yarn/node_manager/containers/container.h"

namespace mammoth::yarn::node {

struct CacheKey {
  std::string scope{};  // "" for everybody, a user, or user/application
  std::string uri;
  std::int64_t timestamp_ms = 0;
  ResourceType type = ResourceType::kFile;
  std::string pattern{};
  auto operator<=>(const CacheKey&) const = default;
};

CacheKey cache_key(const LocalResource& resource, const std::string& user,
                   const std::string& application);

struct CachedFile {
  bool ready = false;
  std::string directory{};  // to be removed as a whole
  std::string path{};
  std::uint64_t bytes = 0;
  std::uint64_t last_use = 0;
  std::set<std::string> users{};    // containers
  std::set<std::string> waiting{};  // the same, for the first time
};

class ResourceCache {
 public:
  enum class Answer { kReady, kWait, kFetch };

  // The container uses it from now on. kFetch: the caller must fetch it and say how that went.
  Answer request(const CacheKey& key, const std::string& container);
  // Whether anybody waits for it.
  bool is_wanted(const CacheKey& key) const;
  const CachedFile* find(const CacheKey& key) const;

  // Both return who waited. A failed one is forgotten; the next request fetches it anew.
  std::vector<std::string> fetched(const CacheKey& key, CachedFile file);
  std::vector<std::string> failed(const CacheKey& key);

  void release(const std::string& container);
  // The application is over, its files are removed with its directory. Returns theirs.
  std::vector<std::string> forget_scope(const std::string& scope);

  // Forgets what nobody uses, longest unused first, until the rest has `max_bytes`. Returns the
  // directories to remove.
  std::vector<std::string> shrink(std::uint64_t max_bytes);
  std::uint64_t bytes() const { return bytes_; }

 private:
  std::map<CacheKey, CachedFile> files_;
  std::uint64_t uses_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace mammoth::yarn::node
