// --master spark://… --deploy-mode cluster, --status and --kill (Spark: org.apache.spark.deploy.Client).
#pragma once

#include "spark-core/submit/arguments.h"

namespace mammoth::spark {

// Each answers the exit code, having said on standard error what the master said; throws SparkException
// when the master cannot be reached.
int submit_to_standalone(const SubmitArguments& arguments);
int kill_submission(const SubmitArguments& arguments);
int show_submission(const SubmitArguments& arguments);

// The process that a worker starts for a driver; does not return.
[[noreturn]] void run_driver_of_worker();

}  // namespace mammoth::spark
