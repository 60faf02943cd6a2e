// --master yarn --deploy-mode cluster: the job's driver runs in a container too (Spark:
// org.apache.spark.deploy.yarn.Client, ApplicationMaster).
#pragma once

#include "spark-core/submit/arguments.h"

namespace mammoth::spark {

// Hands the job to YARN and, unless spark.yarn.submit.waitAppCompletion is false, waits for its end.
// Answers the exit code; throws SparkException, also for an application that ended badly.
int submit_to_yarn(const SubmitArguments& arguments);

// The process in that container; answers its exit code.
int run_driver_in_container();

}  // namespace mammoth::spark
