// The schedulers' options out of the application's settings.
#pragma once

#include "spark-core/driver/master_url.h"
#include "spark-core/executor/settings.h"
#include "spark-core/scheduler/options.h"

namespace mammoth::spark {

// Throws SparkException, naming the key.
scheduler::SchedulerOptions scheduler_options(const Settings& settings, const Master& master);

}  // namespace mammoth::spark
