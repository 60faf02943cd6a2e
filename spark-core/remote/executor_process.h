// The whole of a `spark-executor` process (Spark: CoarseGrainedExecutorBackend): reads its
// ExecutorSpec, loads the job's library, registers with the driver, runs tasks until the driver says
// stop or is gone, removes its files.
#pragma once

#include "common/job_library/job_library.h"
#include "spark-core/remote/messages.h"

namespace mammoth::spark {

// Answers the exit code: 0 after kStop, 1 with a line on standard error otherwise. Does not return
// when the driver or the starting process disappears.
int run_executor(const LibraryAbi& abi);
// The same for an executor whose starter is not its standard input's.
int run_executor(ExecutorSpec spec, const LibraryAbi& abi);

}  // namespace mammoth::spark
