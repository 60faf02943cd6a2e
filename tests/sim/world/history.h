// One history of a world: a story told in a process of its own, which ends with it, since threads
// of dead nodes never end.
#pragma once

#include <functional>
#include <string>

#include "tests/sim/world/world.h"

namespace mammoth::sim {

struct History {
  bool good = false;
  std::string words;        // what went wrong, or what the story has to tell
  std::uint64_t trace = 0;  // equal for equal histories
  Time simulated = 0;
  std::uint64_t switches = 0;  // from thread to thread
  double seconds = 0;          // real ones
};

struct HistoryOptions {
  int limit_seconds = 600;  // of the processor; then it has failed
  std::string
      log{};  // where the nodes' standard error goes; empty: nowhere, "-": where it always goes
};

// The story begins in an empty directory of its own, which goes with it. It fails by fail() or by a
// crash. It may be called from any number of processes, not threads.
History live(std::uint64_t seed, const std::function<std::string(World&)>& story,
             const HistoryOptions& options = {});

// Ends the history of the calling process.
[[noreturn]] void fail(const std::string& words);
inline void require(bool condition, const std::string& words) {
  if (!condition) fail(words);
}

}  // namespace mammoth::sim
