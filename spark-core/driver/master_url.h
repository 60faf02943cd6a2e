// What --master names (Spark: SparkMasterRegex). Refuses, with a message for the user, what this
// build cannot run on yet and what nobody understands.
#pragma once

#include <string>

namespace mammoth::spark {

struct LocalMaster {
  int cores = 1;
  int max_failures = 1;
};

// local, local[n], local[*], local[n,failures], local[*,failures]. Throws SparkException.
LocalMaster parse_master(const std::string& master);

}  // namespace mammoth::spark
