// Asks the user (Hadoop: ToolRunner.confirmPrompt).
#pragma once

#include <string_view>

#include "hdfs-cli/environment.h"

namespace mammoth::cli {

// Writes the question to standard error and reads answers until one is y, yes, n or no. The end of
// the input means no.
Result<bool> confirm(Environment& environment, std::string_view question);

}  // namespace mammoth::cli
