// Remembers the answers of at-most-once methods, so that a client that lost the answer and asks
// again gets it instead of a second execution (Hadoop: RetryCache).
//
// A call is known by its client id (16 bytes) and call id, which all its attempts share. Only
// success is remembered: a failed call changed nothing and may run again. A duplicate that arrives
// while the first attempt runs waits for it. Memory: response and id plus about 200 bytes an entry.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/rpc/call.h"

namespace mammoth::rpc {

// An answer as it is kept beside the change it tells of: client id (16 bytes), call id (4,
// big-endian), response.
std::string answer_record(const Call& call, std::string_view response);

struct RetryCacheOptions {
  std::int64_t expiry_ms = 600'000;   // dfs.namenode.retrycache.expirytime.millis
  std::size_t max_bytes = 32u << 20;  // beyond it the oldest answers are forgotten
};

// Thread-safe. Must outlive its attempts.
class RetryCache {
 public:
  struct Answer {
    std::string response;             // serialised message
    std::uint64_t hold_sequence = 0;  // the answer may leave when this is durable
  };

  // One attempt of a call. If it ends without succeed(), nothing is remembered and a waiting
  // duplicate runs in its place.
  class Attempt {
   public:
    Attempt(Attempt&&) noexcept;
    ~Attempt();

    // What an earlier attempt was answered; then nothing is to be done.
    const std::optional<Answer>& answer() const { return answer_; }
    // Whether succeed() would be remembered.
    bool is_tracked() const { return cache_ != nullptr; }
    void succeed(Answer answer);

   private:
    friend class RetryCache;
    Attempt() = default;
    RetryCache* cache_ = nullptr;  // null: not tracked, or done
    std::string key_;
    std::optional<Answer> answer_;
  };

  explicit RetryCache(const Clock& clock, RetryCacheOptions options = {});
  ~RetryCache();

  // May block while another thread runs the same call. A call without a proper identity (client id
  // not 16 bytes, negative call or retry count) is not tracked.
  Attempt begin(const Call& call);

  // Puts in an answer known from elsewhere, for instance from the log after a restart.
  void remember(std::string_view client_id, std::int32_t call_id, Answer answer);
  // The same of an answer_record() whose change is durable; what is none is passed over.
  void remember(std::string_view record);

  std::size_t size() const;

  // Since the start (Hadoop: RetryCacheMetrics).
  struct Statistics {
    std::uint64_t hits = 0;     // answered from here
    std::uint64_t updates = 0;  // answers put in
    std::uint64_t cleared = 0;  // answers forgotten
  };
  Statistics statistics() const;

 private:
  class Shard;
  Shard& shard_of(std::string_view key) const;

  static constexpr std::size_t kShards = 16;
  const std::unique_ptr<Shard[]> shards_;
};

}  // namespace mammoth::rpc
