// Runs a job library on behalf of spark-submit: loads it, checks that it was built for this engine,
// calls its entry. The ABI tag that a library needs comes with spark-core/api/job.h.
#pragma once

#include <string>
#include <vector>

namespace mammoth::spark {

// The whole of spark-submit; answers its exit code: 0, the entry's own, or 1 with a message on
// standard error.
[[gnu::visibility("default")]] int spark_submit(const std::vector<std::string>& words);

}  // namespace mammoth::spark
