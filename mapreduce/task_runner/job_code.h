// The code of a job in the processes of its master and tasks: its library, which lies in the
// working directory of a container under its own name.
#pragma once

#include <string>

#include "mapreduce/api/configuration.h"

namespace mammoth::mapreduce::runner {

// The name of the library's link: the last part of mapreduce.job.jar. Empty for jobs without one:
// streaming needs none.
std::string jobLibraryName(const Configuration& configuration);

// Loads it, and has crashes of the process reported. Throws IOException for one that cannot be
// loaded.
void loadJobCode(const Configuration& configuration);

// "java.io.IOException: message" of whatever a user's code has thrown.
std::string describeFailure();

}  // namespace mammoth::mapreduce::runner
