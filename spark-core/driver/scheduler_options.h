// The schedulers' options out of the application's settings.
#pragma once

#include "spark-core/driver/settings.h"
#include "spark-core/scheduler/options.h"

namespace mammoth::spark {

// `max_failures` is the master's (local[n,failures]). Throws SparkException, naming the key.
scheduler::SchedulerOptions scheduler_options(const Settings& settings, int max_failures);

}  // namespace mammoth::spark
