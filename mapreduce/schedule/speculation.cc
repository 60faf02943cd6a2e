// Second attempts of tasks that are far slower than their like (Hadoop: DefaultSpeculator, in a
// simpler form: a task is slow when it will need more than twice what finished ones needed).
#include <algorithm>

#include "mapreduce/schedule/job_machine.h"

namespace mammoth::mapreduce::schedule {

namespace {

constexpr std::int64_t kEvery_ms = 1'000;
constexpr std::int64_t kYoungest_ms = 10'000;  // nothing is said of a task that has just begun
constexpr std::size_t kFewest = 3;             // finished tasks, before there is a measure

}  // namespace

void JobMachine::speculate(TaskType type) {
  const std::int64_t now = clock_.monotonic_ms();
  if (now - speculated_ms_ < kEvery_ms) return;
  auto& tasks = of(type);
  std::vector<std::int64_t> times;
  int running = 0;
  int speculative = 0;
  for (const TaskRecord& task : tasks) {
    if (const Attempt* best = task.winner()) times.push_back(best->finished_ms - best->launched_ms);
    for (const Attempt& attempt : task.attempts) {
      if (!is_live(attempt.state)) continue;
      ++running;
      if (attempt.is_speculative) ++speculative;
    }
  }
  if (times.size() < kFewest || times.size() * 2 < tasks.size()) return;
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
  const std::int64_t median = times[times.size() / 2];

  int slowest = -1;
  std::int64_t longest = 2 * std::max<std::int64_t>(median, 1);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const TaskRecord& task = tasks[i];
    if (task.succeeded || task.attempts.size() != 1 || task.failures > 0) continue;
    const Attempt& attempt = task.attempts.front();
    if (attempt.state != AttemptState::kRunning || now - attempt.started_ms < kYoungest_ms)
      continue;
    const double so_far = static_cast<double>(now - attempt.started_ms);
    const auto whole =
        static_cast<std::int64_t>(so_far / std::max(static_cast<double>(attempt.progress), 0.01));
    if (whole > longest) longest = whole, slowest = static_cast<int>(i);
  }
  if (slowest < 0 ||
      speculative > std::max(1, static_cast<int>(plan_.rules.speculative_cap * running)) - 1)
    return;
  speculated_ms_ = now;
  new_attempt(type, slowest, false, true);
}

}  // namespace mammoth::mapreduce::schedule
