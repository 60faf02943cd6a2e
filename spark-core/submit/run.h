// Runs a job library on behalf of spark-submit: loads it, checks that it was built for this engine,
// calls its entry. The ABI tag that a library needs comes with spark-core/api/job.h.
#pragma once

#include <string>
#include <vector>

namespace mammoth::spark {

// The whole of spark-submit; answers its exit code: 0, the entry's own, or 1 with a message on
// standard error.
[[gnu::visibility("default")]] int spark_submit(const std::vector<std::string>& words);
// The whole of spark-executor, which drivers, workers and YARN start: without words an executor that
// reads what it is on its standard input, `driver` a worker's driver that does the same; `yarn`,
// `yarn-master` and `yarn-driver` are what it is in containers (spark-core/yarn).
[[gnu::visibility("default")]] int spark_executor(const std::vector<std::string>& words);

struct SubmitArguments;
// Loads the library and calls the entry in this process; its result. Throws SparkException.
int run_application(const SubmitArguments& arguments);

}  // namespace mammoth::spark
