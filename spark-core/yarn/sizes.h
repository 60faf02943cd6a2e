// How large an application's containers are (Spark: ClientArguments, ResourceProfile): the memory of
// the process and what lies beside it, spark.*.memoryOverhead or a tenth, 384 MiB at least.
#pragma once

#include "common/yarn/types.h"
#include "spark-core/executor/settings.h"

namespace mammoth::spark::on_yarn {

int executor_count(const Settings& settings);   // spark.executor.instances, 2
int cores_of_executor(const Settings& settings);  // spark.executor.cores, 1
yarn::Resources executor_size(const Settings& settings);
yarn::Resources client_master_size(const Settings& settings);   // spark.yarn.am.*
yarn::Resources cluster_master_size(const Settings& settings);  // spark.driver.*
// Throws SparkException, in Spark's words, for what no container of the cluster can hold.
void require_fit(const Settings& settings, const yarn::Resources& master,
                 const yarn::Resources& maximum);

}  // namespace mammoth::spark::on_yarn
