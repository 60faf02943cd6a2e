// Who a process is that a NodeManager started: read from the environment of its container (Hadoop:
// ApplicationConstants.Environment).
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/security/credentials.h"

namespace mammoth::yarn {

struct ContainerEnvironment {
  std::string container;    // CONTAINER_ID
  std::string attempt;      // appattempt_…, the part of it that all containers of a master share
  std::string application;  // application_…
  std::string node_host;    // NM_HOST
  int node_port = 0;        // NM_PORT
  int node_http_port = 0;   // NM_HTTP_PORT
  std::string user;         // USER: who submitted the application
  std::vector<std::string> local_dirs{};  // LOCAL_DIRS: …/appcache/APPLICATION on each disk
  std::vector<std::string> log_dirs{};    // LOG_DIRS
  security::Credentials credentials{};    // of HADOOP_TOKEN_FILE_LOCATION; empty without that
};

// kIllegalState where a variable is missing: the process was not started by a NodeManager. kIo for
// a credentials file that cannot be read.
Result<ContainerEnvironment> read_container_environment();

}  // namespace mammoth::yarn
