// The processes that YARN starts for an application.
#pragma once

#include "common/job_library/job_library.h"
#include "common/yarn/container_environment.h"
#include "spark-core/yarn/messages.h"

namespace mammoth::spark::on_yarn {

// An executor. Answers the exit code.
int run_executor_in_container(const LibraryAbi& abi);

// The master of client mode, whose driver is elsewhere (Spark: ExecutorLauncher). Answers the exit code.
int run_executor_master();

// Who this process is. Throws SparkException where no NodeManager started it, or without the secret.
yarn::ContainerEnvironment own_container();
std::string own_secret_bytes(const yarn::ContainerEnvironment& self, const char* name);

}  // namespace mammoth::spark::on_yarn
