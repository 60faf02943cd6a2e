// What a task counts of itself, under the names of Spark's TaskMetrics; travels with its outcome and
// is written to the event log. A value.
#pragma once

#include <cstdint>

namespace mammoth::spark {

struct TaskMetrics {
  std::uint64_t cpu_ns = 0;
  std::uint64_t spilled_bytes = 0;
  std::uint64_t input_bytes = 0;
  std::uint64_t input_records = 0;
  std::uint64_t output_bytes = 0;
  std::uint64_t shuffle_read_local_bytes = 0;
  std::uint64_t shuffle_read_remote_bytes = 0;
  std::uint64_t shuffle_read_local_blocks = 0;
  std::uint64_t shuffle_read_remote_blocks = 0;
  std::uint64_t shuffle_read_records = 0;
  std::uint64_t fetch_wait_ms = 0;
  std::uint64_t shuffle_write_bytes = 0;
  std::uint64_t shuffle_write_records = 0;
};

}  // namespace mammoth::spark
