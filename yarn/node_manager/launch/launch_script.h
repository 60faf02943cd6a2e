// launch_container.sh: sets the environment, links the resources into the working directory and
// becomes the command (Hadoop: ContainerLaunch.writeLaunchEnv). Values stand between double quotes
// as they are: references and backquotes in them live on purpose, and a quote in one breaks the
// script, as it does on Hadoop.
#pragma once

#include <string>

#include "common/base/result.h"
#include "yarn/node_manager/launch/environment.h"

namespace mammoth::yarn::node {

struct ScriptOptions {
  std::string log_directory;
  bool debug_information = true;  // copies the script and lists the directory beside the logs
};

// kIo, "Destination must be relative", for a link with an absolute name.
Result<std::string> launch_script(const Container& container, const Environment& environment,
                                  const std::string& command, const ScriptOptions& options);

}  // namespace mammoth::yarn::node
