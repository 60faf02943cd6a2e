// One request to a shuffle service: some map outputs of one host, for one reduce (Hadoop: Fetcher).
//
//   GET /mapOutput?job=job_…&reduce=N&map=attempt_…,attempt_…
//   UrlHash: base64 HMAC-SHA1(secret, "<port>/mapOutput?…")   name: mapreduce   version: 1.0.0
//   ← ReplyHash: base64 HMAC-SHA1(secret, UrlHash)
//   ← per map: vint text attempt │ vlong part length │ vlong raw length │ vint reduce │ the segment
//
// Segments go to a file as they come, with their checksums verified on the way: memory is a buffer.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/config/host_port.h"
#include "mapreduce/api/ids.h"
#include "mapreduce/task/segments.h"

namespace mammoth::mapreduce::runner {

struct FetchOrder {
  HostPort server;
  std::string job;
  std::string secret;
  int reduce = 0;
  std::vector<TaskAttemptID> maps{};
  std::chrono::milliseconds connect_timeout{180'000};
  std::chrono::milliseconds read_timeout{180'000};
};

// Why a fetch ended early; the names are those of Hadoop's "Shuffle Errors" counters.
struct FetchFailure {
  std::string counter;  // BAD_ID, CONNECTION, IO_ERROR, WRONG_LENGTH, WRONG_MAP, WRONG_REDUCE
  std::string message;
};

// Where segments are kept: one file, appended to. For one thread.
class SegmentStore {
 public:
  // Creates `path`; throws IOException.
  explicit SegmentStore(std::string path);
  ~SegmentStore();
  SegmentStore(const SegmentStore&) = delete;

  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  // Throws IOException (a full disk).
  void append(std::string_view bytes);
  // Back to an earlier size, after a segment that has come in part.
  void truncate(std::uint64_t size);

 private:
  const std::string path_;
  int descriptor_;
  std::uint64_t size_ = 0;
};

// Calls `arrived` for every segment that is complete and right. Nothing: all have arrived. What has
// not arrived is to be asked for again. Throws IOException where the store does.
std::optional<FetchFailure> fetch(
    const FetchOrder& order, SegmentStore& store,
    const std::function<void(const TaskAttemptID&, engine::Segment)>& arrived);

}  // namespace mammoth::mapreduce::runner
