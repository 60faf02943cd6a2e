// How an executor's memory is shared out (Spark: UnifiedMemoryManager): (memory - 300 MiB) *
// spark.memory.fraction, one part of it for cached blocks, the rest for what tasks hold, in equal
// shares for the cores.
#pragma once

#include "spark-core/executor/executor.h"
#include "spark-core/executor/settings.h"

namespace mammoth::spark {

// SPARK_LOCAL_DIRS, else spark.local.dir: a list, absolute.
LocalRoots local_directories(const Settings& settings);

// `key` is spark.driver.memory for tasks inside the driver, spark.executor.memory otherwise. Throws
// SparkException for less than 450 MiB.
ExecutorOptions executor_options(const Settings& settings, const std::string& key, int cores);

}  // namespace mammoth::spark
