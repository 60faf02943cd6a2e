// Lets a copy clean up after Ctrl-C. While a guard exists, the first SIGINT or SIGTERM is only
// noted; the next one ends the process as usual.
#pragma once

namespace mammoth::cli {

class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
};

// Whether a signal came since the first guard. Any thread.
bool interrupted();

}  // namespace mammoth::cli
