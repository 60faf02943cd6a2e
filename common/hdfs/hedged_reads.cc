#include "common/hdfs/hedged_reads.h"

namespace mammoth::hdfs {

HedgedReads::~HedgedReads() {
  for (auto& runner : runners_) runner.thread.join();
}

bool HedgedReads::start(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  for (auto it = runners_.begin(); it != runners_.end();) {
    if (it->done) {
      it->thread.join();
      it = runners_.erase(it);
    } else {
      ++it;
    }
  }
  if (runners_.size() >= static_cast<std::size_t>(most_)) return false;
  auto& runner = runners_.emplace_back();
  runner.thread = std::thread([&runner, work = std::move(work)] {
    work();
    runner.done = true;
  });
  return true;
}

}  // namespace mammoth::hdfs
