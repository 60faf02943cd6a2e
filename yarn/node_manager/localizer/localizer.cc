#include "yarn/node_manager/localizer/localizer.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <charconv>
#include <filesystem>

#include "common/base/log.h"
#include "yarn/node_manager/localizer/fetch.h"

namespace mammoth::yarn::node {

Localizer::Localizer(std::vector<std::string> local_directories, LocalizerSettings settings,
                     const Configuration& configuration, const Clock& clock)
    : directories_(std::move(local_directories)),
      settings_(std::move(settings)),
      configuration_(configuration),
      clock_(clock),
      workers_(settings_.threads) {}

Localizer::~Localizer() {
  stop();
}

void Localizer::start(LocalizerEvents events) {
  events_ = std::move(events);
}

void Localizer::restore(const std::vector<std::pair<CacheKey, CachedFile>>& files) {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, file] : files) {
    (void)cache_.fetched(key, file);
    std::uint64_t number = 0;
    const std::string name = std::filesystem::path(file.directory).filename();
    std::from_chars(name.data(), name.data() + name.size(), number);
    next_number_ = std::max(next_number_, number + 1);
  }
}

void Localizer::use(const ContainerSpec& spec) {
  const std::lock_guard lock(mutex_);
  for (const auto& resource : spec.resources) {
    const CacheKey key = cache_key(resource, spec.user, spec.application);
    if (const CachedFile* file = cache_.find(key); file && file->ready)
      (void)cache_.request(key, spec.id);
  }
}

void Localizer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  workers_.join();
}

void Localizer::localize(const ContainerSpec& spec) {
  const std::lock_guard lock(mutex_);
  Job& job = jobs_[spec.id];
  job.begun_ms = clock_.monotonic_ms();
  for (const auto& resource : spec.resources) {
    const CacheKey& key = job.keys.emplace_back(cache_key(resource, spec.user, spec.application));
    LocalizedFile& file = job.result.files.emplace_back(LocalizedFile{"", resource.link});
    switch (cache_.request(key, spec.id)) {
      case ResourceCache::Answer::kReady:
        file.path = cache_.find(key)->path;
        job.result.counters.bytes_cached += static_cast<std::int64_t>(cache_.find(key)->bytes);
        ++job.result.counters.files_cached;
        break;
      case ResourceCache::Answer::kFetch:
        asio::post(workers_, [this, key, resource, spec] { carry_out(key, resource, spec); });
        ++job.missing;
        break;
      case ResourceCache::Answer::kWait:
        ++job.missing;
        break;
    }
  }
  if (job.missing == 0) post_ready(spec.id);
}

void Localizer::post_ready(const std::string& container) {
  asio::post(workers_, [this, container] {
    Localized result;
    {
      const std::lock_guard lock(mutex_);
      const auto found = jobs_.find(container);
      if (found == jobs_.end()) return;
      result = std::move(found->second.result);
      result.counters.duration_ms = clock_.monotonic_ms() - found->second.begun_ms;
      jobs_.erase(found);
    }
    events_.localized(container, std::move(result));
  });
}

std::string Localizer::new_directory(const LocalResource& resource, const ContainerSpec& spec) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t number = next_number_++;
  const std::string& root = directories_[number % directories_.size()];
  const std::string user = root + "/usercache/" + spec.user;
  switch (resource.visibility) {
    case Visibility::kPublic:
      return fmt::format("{}/filecache/{}", root, number);
    case Visibility::kPrivate:
      return fmt::format("{}/filecache/{}", user, number);
    case Visibility::kApplication:
      return fmt::format("{}/appcache/{}/filecache/{}", user, spec.application, number);
  }
  return root;
}

void Localizer::carry_out(const CacheKey& key, const LocalResource& resource,
                          const ContainerSpec& spec) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
  }
  const FetchOrder order{
      .resource = resource,
      .user = resource.visibility == Visibility::kPublic ? settings_.own_user : spec.user,
      .directory = new_directory(resource, spec)};
  const Result<Fetched> fetched = fetch(order, configuration_);
  std::vector<std::string> waiting;
  bool unwanted = false;
  {
    const std::lock_guard lock(mutex_);
    // Its application may have ended meanwhile, and its directory with it.
    unwanted = fetched && resource.visibility == Visibility::kApplication && !cache_.is_wanted(key);
    if (fetched && !unwanted)
      waiting = cache_.fetched(
          key, {.directory = order.directory, .path = fetched->path, .bytes = fetched->bytes});
    else
      waiting = cache_.failed(key);
    if (fetched && !unwanted && events_.kept) events_.kept(key, *cache_.find(key));
    if (fetched && !unwanted) settle(key, waiting);
  }
  if (unwanted) remove_unwanted(order.directory);
  if (fetched) return;
  log::warn("nodemanager", "Failed to localize {}: {}", resource.uri, fetched.error().message);
  fail(waiting, fetched.error().message);
}

void Localizer::remove_unwanted(const std::string& directory) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  fs::remove_all(directory, ignored);
  // filecache and the application's own, where they were made for this alone.
  fs::remove(fs::path(directory).parent_path(), ignored);
  fs::remove(fs::path(directory).parent_path().parent_path(), ignored);
}

void Localizer::settle(const CacheKey& key, const std::vector<std::string>& waiting) {
  const CachedFile& file = *cache_.find(key);
  for (const auto& container : waiting) {
    const auto found = jobs_.find(container);
    if (found == jobs_.end()) continue;
    Job& job = found->second;
    for (std::size_t i = 0; i < job.keys.size(); ++i) {
      if (job.keys[i] != key || !job.result.files[i].path.empty()) continue;
      job.result.files[i].path = file.path;
      job.result.counters.bytes_missed += static_cast<std::int64_t>(file.bytes);
      ++job.result.counters.files_missed;
      --job.missing;
    }
    if (job.missing == 0) post_ready(container);
  }
}

void Localizer::fail(const std::vector<std::string>& waiting, const std::string& diagnostics) {
  for (const auto& container : waiting) {
    {
      const std::lock_guard lock(mutex_);
      if (jobs_.erase(container) == 0) continue;
      cache_.release(container);
    }
    events_.failed(container, diagnostics);
  }
}

void Localizer::release(const std::string& container) {
  const std::lock_guard lock(mutex_);
  jobs_.erase(container);
  cache_.release(container);
}

void Localizer::end_application(const std::string& user, const std::string& application) {
  const std::lock_guard lock(mutex_);
  for (const auto& directory : cache_.forget_scope(user + "/" + application))
    if (events_.dropped) events_.dropped(directory);
}

void Localizer::shrink() {
  std::vector<std::string> directories;
  {
    const std::lock_guard lock(mutex_);
    directories = cache_.shrink(settings_.max_cache_bytes);
    for (const auto& directory : directories)
      if (events_.dropped) events_.dropped(directory);
  }
  for (const auto& directory : directories) {
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  }
}

std::uint64_t Localizer::cached_bytes() const {
  const std::lock_guard lock(mutex_);
  return cache_.bytes();
}

}  // namespace mammoth::yarn::node
