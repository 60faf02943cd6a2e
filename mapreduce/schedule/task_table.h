// Tasks and their attempts, as the machine keeps them.
//
//   task      waiting ──▶ running ──▶ succeeded ──(its output is lost)──▶ running
//                            └──▶ failed (as many attempts failed as are allowed) │ killed
//
//   attempt   asked ──▶ launching ──▶ running ──▶ committing ──▶ succeeded
//               │           └────────────┴────────────┴──▶ failed (counts) │ killed (does not)
//               └──▶ killed
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/yarn/types.h"
#include "mapreduce/api/counters.h"
#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce::schedule {

enum class AttemptState { kAsked, kLaunching, kRunning, kCommitting, kSucceeded, kFailed, kKilled };
enum class TaskState { kWaiting, kRunning, kSucceeded, kFailed, kKilled };
enum class Locality { kNode, kRack, kOther };

constexpr bool is_live(AttemptState state) {
  return state == AttemptState::kLaunching || state == AttemptState::kRunning ||
         state == AttemptState::kCommitting;
}
constexpr bool is_final(AttemptState state) {
  return state == AttemptState::kSucceeded || state == AttemptState::kFailed ||
         state == AttemptState::kKilled;
}

struct AttemptKey {
  TaskType type = TaskType::MAP;
  int task = 0;
  int attempt = 0;
  auto operator<=>(const AttemptKey&) const = default;
};

struct Attempt {
  int number = 0;
  AttemptState state = AttemptState::kAsked;
  bool is_fast = false;  // asked for at once and anywhere, after a failure
  bool is_speculative = false;
  std::optional<yarn::Container> container{};
  bool container_is_over = false;
  Locality locality = Locality::kOther;
  int shuffle_port = 0;
  std::int64_t launched_ms = 0;  // wall clock, as all that reports show
  std::int64_t finished_ms = 0;
  std::int64_t shuffle_finished_ms = 0;
  std::int64_t sort_finished_ms = 0;
  std::int64_t heard_ms = 0;    // monotonic
  std::int64_t started_ms = 0;  // monotonic: since when it runs
  std::int64_t ended_ms = 0;    // monotonic: it is final since
  float progress = 0;
  std::string status{};
  std::string diagnostics{};
  std::shared_ptr<const Counters> counters{};
  int fetch_failures = 0;  // reports about its output
};

struct TaskRecord {
  TaskState state = TaskState::kWaiting;
  std::vector<Attempt> attempts{};
  int failures = 0;
  std::optional<int> committing{};  // the number of the attempt that may commit
  std::optional<int> succeeded{};   // of that which did
  std::int64_t started_ms = 0;      // wall clock
  std::int64_t finished_ms = 0;

  const Attempt* find(int number) const {
    for (const Attempt& attempt : attempts)
      if (attempt.number == number) return &attempt;
    return nullptr;
  }
  const Attempt* winner() const { return succeeded ? find(*succeeded) : nullptr; }
};

}  // namespace mammoth::mapreduce::schedule
