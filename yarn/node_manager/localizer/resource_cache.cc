#include "yarn/node_manager/localizer/resource_cache.h"

#include <algorithm>

namespace mammoth::yarn::node {

CacheKey cache_key(const LocalResource& resource, const std::string& user,
                   const std::string& application) {
  std::string scope;
  if (resource.visibility == Visibility::kPrivate) scope = user;
  if (resource.visibility == Visibility::kApplication) scope = user + "/" + application;
  return {std::move(scope), resource.uri, resource.timestamp_ms, resource.type, resource.pattern};
}

ResourceCache::Answer ResourceCache::request(const CacheKey& key, const std::string& container) {
  const auto [at, added] = files_.try_emplace(key);
  CachedFile& file = at->second;
  file.users.insert(container);
  file.last_use = ++uses_;
  if (file.ready) return Answer::kReady;
  file.waiting.insert(container);
  return added ? Answer::kFetch : Answer::kWait;
}

const CachedFile* ResourceCache::find(const CacheKey& key) const {
  const auto found = files_.find(key);
  return found == files_.end() ? nullptr : &found->second;
}

bool ResourceCache::is_wanted(const CacheKey& key) const {
  const CachedFile* file = find(key);
  return file != nullptr && !file->waiting.empty();
}

std::vector<std::string> ResourceCache::fetched(const CacheKey& key, CachedFile file) {
  CachedFile& known = files_[key];
  std::vector<std::string> waiting(known.waiting.begin(), known.waiting.end());
  known.waiting.clear();
  known.ready = true;
  known.directory = std::move(file.directory);
  known.path = std::move(file.path);
  known.bytes = file.bytes;
  bytes_ += file.bytes;
  return waiting;
}

std::vector<std::string> ResourceCache::failed(const CacheKey& key) {
  const auto found = files_.find(key);
  if (found == files_.end()) return {};
  std::vector<std::string> waiting(found->second.waiting.begin(), found->second.waiting.end());
  files_.erase(found);
  return waiting;
}

void ResourceCache::release(const std::string& container) {
  for (auto& [key, file] : files_) {
    file.users.erase(container);
    file.waiting.erase(container);
  }
}

std::vector<std::string> ResourceCache::forget_scope(const std::string& scope) {
  std::vector<std::string> directories;
  std::erase_if(files_, [&](const auto& entry) {
    if (entry.first.scope != scope || !entry.second.ready) return false;
    bytes_ -= entry.second.bytes;
    directories.push_back(entry.second.directory);
    return true;
  });
  return directories;
}

std::vector<std::string> ResourceCache::shrink(std::uint64_t max_bytes) {
  std::vector<std::map<CacheKey, CachedFile>::iterator> unused;
  for (auto it = files_.begin(); it != files_.end(); ++it)
    if (it->second.ready && it->second.users.empty()) unused.push_back(it);
  std::ranges::sort(unused, {}, [](const auto& it) { return it->second.last_use; });
  std::vector<std::string> directories;
  for (const auto& it : unused) {
    if (bytes_ <= max_bytes) break;
    bytes_ -= it->second.bytes;
    directories.push_back(it->second.directory);
    files_.erase(it);
  }
  return directories;
}

}  // namespace mammoth::yarn::node
