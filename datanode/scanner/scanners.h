// The threads that look at the disks in the background (Hadoop: BlockScanner, DirectoryScanner): one
// for each volume that verifies checksums, and one that starts these and compares the directories
// with the replica map.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "datanode/scanner/block_scan.h"

namespace mammoth::datanode {

struct ScannerOptions {
  bool verify = true;  // false: no block is read
  BlockScanOptions blocks;
  std::chrono::milliseconds directory_interval = std::chrono::hours(6);  // 0 or less: never
};

// Constructed, started and stopped by one thread.
class Scanners {
 public:
  // All must outlive this.
  Scanners(ReplicaStore& store, ReplicaEvents& events, const Clock& clock, ScannerOptions options);
  ~Scanners();  // stops

  // Nothing happens before the store is open.
  void start();
  // Waits for a read that is under way. Idempotent.
  void stop();

  const ScanActivity& activity() const { return activity_; }

 private:
  void watch(const std::stop_token& stop);
  void verify(VolumeIndex volume, const std::stop_token& stop);
  void compare_directories();
  // Ends early when it is time to stop.
  void sleep(std::chrono::milliseconds time, const std::stop_token& stop);

  ReplicaStore& store_;
  ReplicaEvents& events_;
  const Clock& clock_;
  const ScannerOptions options_;
  ScanActivity activity_;

  std::mutex mutex_;
  std::condition_variable_any stopping_;
  std::map<VolumeIndex, std::jthread> volumes_;  // of the watching thread
  std::jthread watcher_;                         // last: it uses all of the above
};

}  // namespace mammoth::datanode
