#include "common/rpc/retry_cache.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"
#include "common/rpc/frame.h"

namespace mammoth::rpc {

namespace {

constexpr std::size_t kEntryOverheadBytes = 200;
constexpr std::size_t kRecordHeadBytes = kClientIdBytes + 4;

std::string make_key(std::string_view client_id, std::int32_t call_id) {
  std::string key(client_id);
  key.append(reinterpret_cast<const char*>(&call_id), sizeof call_id);
  return key;
}

}  // namespace

std::string answer_record(const Call& call, std::string_view response) {
  std::string record(call.client_id());
  record.reserve(kRecordHeadBytes + response.size());
  ByteWriter(record).u32(static_cast<std::uint32_t>(call.call_id()));
  return record.append(response);
}

// Each shard has a part of the calls, with its own lock and its part of the memory.
class RetryCache::Shard {
 public:
  void set_up(const Clock& clock, const RetryCacheOptions& options) {
    clock_ = &clock;
    options_ = options;
    options_.max_bytes /= kShards;
  }

  // The answer if there is one; otherwise the caller runs the call, and must end with put() or
  // drop().
  std::optional<Answer> claim(const std::string& key) {
    std::unique_lock lock(mutex_);
    for (;;) {
      forget_expired();
      const auto [entry, is_new] = entries_.try_emplace(key);
      if (is_new) return std::nullopt;
      if (entry->second.done) {
        ++statistics_.hits;
        return entry->second.answer;
      }
      ended_.wait(lock);
    }
  }

  void put(const std::string& key, Answer answer) {
    {
      const std::lock_guard lock(mutex_);
      const std::size_t bytes = cost(key, answer);
      const auto [entry, is_new] = entries_.try_emplace(key);
      if (entry->second.done) return;
      entry->second = {.done = true, .answer = std::move(answer)};
      order_.push_back({key, clock_->monotonic_ms() + options_.expiry_ms, bytes});
      bytes_ += bytes;
      ++statistics_.updates;
      while (bytes_ > options_.max_bytes) forget_oldest();
    }
    ended_.notify_all();
  }

  void drop(const std::string& key) {
    {
      const std::lock_guard lock(mutex_);
      const auto entry = entries_.find(key);
      if (entry != entries_.end() && !entry->second.done) entries_.erase(entry);
    }
    ended_.notify_all();
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
  }

  void add_to(Statistics& sum) const {
    const std::lock_guard lock(mutex_);
    sum.hits += statistics_.hits;
    sum.updates += statistics_.updates;
    sum.cleared += statistics_.cleared;
  }

 private:
  struct Entry {
    bool done = false;
    Answer answer{};
  };
  struct Age {
    std::string key;
    std::int64_t expires_ms;
    std::size_t bytes;
  };

  static std::size_t cost(const std::string& key, const Answer& answer) {
    return 2 * key.size() + answer.response.size() + kEntryOverheadBytes;
  }

  void forget_oldest() {
    bytes_ -= order_.front().bytes;
    entries_.erase(order_.front().key);
    order_.pop_front();
    ++statistics_.cleared;
  }

  void forget_expired() {
    const std::int64_t now_ms = clock_->monotonic_ms();
    while (!order_.empty() && order_.front().expires_ms <= now_ms) forget_oldest();
  }

  const Clock* clock_ = nullptr;
  RetryCacheOptions options_;

  mutable std::mutex mutex_;
  std::condition_variable ended_;
  // Guarded by mutex_.
  std::unordered_map<std::string, Entry> entries_;
  std::deque<Age> order_;  // of the answered ones, oldest first
  std::size_t bytes_ = 0;
  Statistics statistics_{};
};

RetryCache::RetryCache(const Clock& clock, RetryCacheOptions options)
    : shards_(std::make_unique<Shard[]>(kShards)) {
  for (std::size_t i = 0; i < kShards; ++i) shards_[i].set_up(clock, options);
}

RetryCache::~RetryCache() = default;

RetryCache::Shard& RetryCache::shard_of(std::string_view key) const {
  return shards_[std::hash<std::string_view>{}(key) % kShards];
}

RetryCache::Attempt RetryCache::begin(const Call& call) {
  Attempt attempt;
  if (call.client_id().size() != kClientIdBytes || call.call_id() < 0 || call.retry_count() < 0)
    return attempt;
  attempt.key_ = make_key(call.client_id(), call.call_id());
  attempt.answer_ = shard_of(attempt.key_).claim(attempt.key_);
  if (!attempt.answer_) attempt.cache_ = this;
  return attempt;
}

void RetryCache::remember(std::string_view client_id, std::int32_t call_id, Answer answer) {
  const std::string key = make_key(client_id, call_id);
  shard_of(key).put(key, std::move(answer));
}

void RetryCache::remember(std::string_view record) {
  if (record.size() < kRecordHeadBytes) return;
  const std::string_view call_id = record.substr(kClientIdBytes);
  remember(record.substr(0, kClientIdBytes),
           static_cast<std::int32_t>(ByteReader(as_byte_view(call_id)).u32()),
           {.response = std::string(record.substr(kRecordHeadBytes))});
}

std::size_t RetryCache::size() const {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kShards; ++i) sum += shards_[i].size();
  return sum;
}

RetryCache::Statistics RetryCache::statistics() const {
  Statistics sum;
  for (std::size_t i = 0; i < kShards; ++i) shards_[i].add_to(sum);
  return sum;
}

RetryCache::Attempt::Attempt(Attempt&& other) noexcept
    : cache_(std::exchange(other.cache_, nullptr)),
      key_(std::move(other.key_)),
      answer_(std::move(other.answer_)) {}

RetryCache::Attempt::~Attempt() {
  if (cache_ != nullptr) cache_->shard_of(key_).drop(key_);
}

void RetryCache::Attempt::succeed(Answer answer) {
  if (cache_ == nullptr) return;
  std::exchange(cache_, nullptr)->shard_of(key_).put(key_, std::move(answer));
}

}  // namespace mammoth::rpc
