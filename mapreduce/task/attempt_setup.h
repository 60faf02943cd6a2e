// What an attempt finds in its configuration, wherever it runs.
#pragma once

#include <string>

#include "mapreduce/api/context.h"

namespace mammoth::mapreduce::engine {

// Sets the keys that user code and scripts look for: mapreduce.task.id and its like.
void describeAttempt(TaskAttemptContext& context, const std::string& directory);

}  // namespace mammoth::mapreduce::engine
