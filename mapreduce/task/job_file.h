// job.xml: a job's configuration as a file, for its master and its tasks. Whoever reads it needs no
// other configuration.
#pragma once

#include <string>

#include "mapreduce/api/configuration.h"

namespace mammoth::mapreduce::engine {

// What somebody has set, with its references replaced; defaults are the reader's own.
std::string encodeJobFile(const Configuration& configuration);
// Throws Exception where the file cannot be read.
Configuration readJobFile(const std::string& path);

}  // namespace mammoth::mapreduce::engine
