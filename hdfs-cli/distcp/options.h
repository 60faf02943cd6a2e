// What the user asks of distcp (Hadoop: DistCpOptionSwitch, OptionsParser, DistCpOptions).
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "hdfs-cli/command_format.h"

namespace mammoth::cli::distcp {

// -p…: what a copy takes over from its source.
struct Preserve {
  bool replication = false;
  bool block_size = false;
  bool user = false;
  bool group = false;
  bool permission = false;
  bool checksum_type = false;
  bool acl = false;
  bool xattrs = false;
  bool times = false;

  bool any() const {
    return replication || block_size || user || group || permission || checksum_type || acl ||
           xattrs || times;
  }
};

struct Options {
  std::vector<std::string> sources;
  std::string target;
  std::string source_listing;  // -f
  bool update = false;
  bool overwrite = false;
  bool append = false;
  bool remove_missing = false;
  bool ignore_failures = false;
  bool atomic = false;
  bool skip_checksums = false;
  bool direct = false;
  bool update_root = false;
  bool verbose = false;
  std::string work_path;  // -tmp
  std::string log_path;
  std::string filters_file;
  std::string from_snapshot;  // of -diff and -rdiff
  std::string to_snapshot;
  bool backwards = false;   // -rdiff
  int threads = 20;         // -m
  int listing_threads = 1;  // -numListstatusThreads
  int blocks_per_chunk = 0;  // of the source; 0: files are copied whole
  double bandwidth_mb = 0;  // a thread, a second; 0: no limit
  std::vector<std::string> warnings;
  Preserve preserve;

  // kIllegalArgument with Hadoop's words. Options end at the first argument that is none.
  static Result<Options> parse(const Arguments& arguments);
};

// The list of all options.
std::string usage();

}  // namespace mammoth::cli::distcp
