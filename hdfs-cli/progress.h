// A line on the terminal that says how far a long copy has come.
#pragma once

#include <cstdint>
#include <string>

#include "hdfs-cli/environment.h"

namespace mammoth::cli {

// Shows nothing in a pipe or before two seconds have passed; clears its line when it is destroyed.
class Progress {
 public:
  // `total_bytes` 0: not known. `environment` must outlive it.
  Progress(const Environment& environment, std::string label, std::uint64_t total_bytes);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void add(std::uint64_t bytes);

 private:
  const Environment& environment_;
  const std::string label_;
  const std::uint64_t total_bytes_;
  const std::int64_t started_ms_;
  std::int64_t shown_ms_;
  std::uint64_t done_bytes_ = 0;
  bool visible_ = false;
};

}  // namespace mammoth::cli
