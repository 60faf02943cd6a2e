// A task's end of the conversation with its application master. Calls block; thread-safe. Failures
// are those of rpc::BlockingClient: the master is gone or does not believe the token.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/config/host_port.h"
#include "common/security/token.h"
#include "mapreduce/api/counters.h"
#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce::umbilical {

struct TaskDescription {
  bool is_wanted = true;  // false: the process is to end
  std::string split_class{};
  std::string split{};
  int maps = 0;
};

struct TaskStatus {
  float progress = 0;
  std::string status{};
  bool shuffle_is_over = false;
  bool sort_is_over = false;
  const Counters* counters = nullptr;  // not owned; null: unchanged
};

struct MapEvent {
  enum class Kind { kAvailable, kObsolete, kGivenUp };
  TaskAttemptID map;
  Kind kind = Kind::kAvailable;
  HostPort shuffle{};
};

struct MapEvents {
  bool is_wanted = true;
  std::vector<MapEvent> events{};
  int next = 0;  // where to go on
};

struct CommitAnswer {
  bool is_wanted = true;
  bool may_commit = false;
};

class UmbilicalClient {
 public:
  UmbilicalClient(const HostPort& master, TaskAttemptID attempt, security::Token job_token);
  ~UmbilicalClient();

  Result<TaskDescription> get_task();
  // These answer whether the attempt is still wanted.
  Result<bool> update(const TaskStatus& status);
  Result<bool> commit_pending(const TaskStatus& status);
  Result<bool> done(const TaskStatus& status);
  Result<bool> fail(const std::string& message);
  Result<bool> fetch_failed(const TaskAttemptID& map);
  Result<CommitAnswer> can_commit();
  Result<MapEvents> map_events(int from, int most);

  const TaskAttemptID& attempt() const { return attempt_; }

 private:
  struct Connection;
  const TaskAttemptID attempt_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace mammoth::mapreduce::umbilical
