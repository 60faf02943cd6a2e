// What `hdfs balancer` is told on its command line (Hadoop: Balancer.Cli.parse).
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "hdfs-cli/command_format.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli::balancer {

extern const std::string_view kUsage;

struct Options {
  double threshold_percent = 10;
  std::set<std::string> excluded;  // names, addresses, or these with a port
  std::set<std::string> included;  // empty: all
  std::set<std::string> sources;   // empty: all may give
  int idle_iterations = 5;         // in a row before it gives up; negative: never
  bool during_upgrade = false;
};

// A refusal is kIllegalArgument, or kIo for a list that cannot be read; what else there is to say
// about it has been printed.
Result<Options> parse_options(Environment& environment, const Arguments& arguments);

// Whether the node is on the list, by its name or its address, with or without its port.
bool is_listed(const std::set<std::string>& list, const hdfs::DatanodeReport& node);

}  // namespace mammoth::cli::balancer
