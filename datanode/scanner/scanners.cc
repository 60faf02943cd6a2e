#include "datanode/scanner/scanners.h"

#include <pthread.h>

#include <algorithm>
#include <random>

#include "common/base/log.h"

namespace mammoth::datanode {

namespace {

constexpr std::chrono::milliseconds kWatchInterval = std::chrono::seconds(1);

// So that a cluster that was started at once does not read its disks at once.
std::int64_t random_below(std::int64_t limit) {
  std::random_device source;
  return std::uniform_int_distribution<std::int64_t>(0, limit)(source);
}

}  // namespace

Scanners::Scanners(ReplicaStore& store, ReplicaEvents& events, const Clock& clock,
                   ScannerOptions options)
    : store_(store), events_(events), clock_(clock), options_(options) {}

Scanners::~Scanners() { stop(); }

void Scanners::start() {
  watcher_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

void Scanners::stop() {
  if (!watcher_.joinable()) return;
  watcher_.request_stop();
  watcher_.join();
}

void Scanners::sleep(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  stopping_.wait_for(lock, stop, time, [] { return false; });
}

void Scanners::watch(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "scanner");
  const bool compares = options_.directory_interval.count() > 0;
  std::int64_t next_comparison_ms =
      clock_.monotonic_ms() + (compares ? random_below(options_.directory_interval.count()) : 0);
  while (!stop.stop_requested()) {
    sleep(kWatchInterval, stop);
    if (!store_.is_open()) continue;
    for (std::size_t i = 0; options_.verify && i < store_.volumes().size(); ++i) {
      const auto index = static_cast<VolumeIndex>(i);
      if (volumes_.contains(index) || store_.volumes().at(index)->failed()) continue;
      volumes_.emplace(index, [this, index](const std::stop_token& own) { verify(index, own); });
    }
    if (!compares || stop.stop_requested() || clock_.monotonic_ms() < next_comparison_ms) continue;
    compare_directories();
    next_comparison_ms = clock_.monotonic_ms() + options_.directory_interval.count();
  }
  volumes_.clear();
}

void Scanners::verify(VolumeIndex volume, const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "block-scan");
  BlockScan scan(store_, events_, clock_, volume, options_.blocks, activity_);
  while (!stop.stop_requested()) {
    const std::chrono::milliseconds pause = scan.step();
    if (pause.count() > 0) sleep(pause, stop);
  }
}

void Scanners::compare_directories() {
  for (std::size_t i = 0; i < store_.volumes().size(); ++i) {
    const auto index = static_cast<VolumeIndex>(i);
    const Volume& volume = *store_.volumes().at(index);
    if (volume.failed()) continue;
    try {
      const Reconciled found = store_.reconcile(index);
      log::info("datanode",
                "BlockPool {} on {} Total blocks: {}, missing metadata files: {}, missing block "
                "files: {}, missing blocks in memory: {}, mismatched blocks: {}",
                store_.pool_id(), volume.root(), found.blocks, found.missing_meta,
                found.missing_files, found.missing_in_memory, found.mismatched);
    } catch (const DiskError& e) {
      log::warn("datanode", "Directory scanner: {}", e.what());
      store_.suspect(e);
    }
  }
}

}  // namespace mammoth::datanode
