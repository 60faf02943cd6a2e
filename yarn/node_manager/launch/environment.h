// What a container finds in its environment, and the abbreviations that its owner may use in
// variables and commands (Hadoop: ContainerLaunch.sanitizeEnv, expandEnvironment). Pure functions
// but for the daemon's own environment, which only own_variable() reads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yarn/node_manager/containers/container.h"

namespace mammoth::yarn::node {

// Of this node and this container.
struct EnvironmentFacts {
  std::string node_host{};
  int node_port = 0;
  int http_port = 0;
  std::string home{};  // yarn.nodemanager.user-home-dir
  std::string work_directory{};
  std::string log_directory{};
  std::vector<std::string> application_directories{};
  std::vector<std::string> user_directories{};
  Variables service_metadata{};          // of auxiliary services: name, bytes
  std::vector<std::string> whitelist{};  // yarn.nodemanager.env-whitelist
  std::string admin_environment{};       // yarn.nodemanager.admin-env: NAME=value,…
  std::string java_options{};            // what <ADD_OPENS> stands for
};

// In the order in which the script sets them.
struct Environment {
  Variables inherited;  // this daemon's, unless the container sets or inherits another
  Variables own;        // what Hadoop tells; nobody may change it
  Variables users;      // each after those it refers to
};

Environment make_environment(const ContainerSpec& spec, const LocalizationCounters& counters,
                             const EnvironmentFacts& facts);

// <LOG_DIR>, <CPS>, <ADD_OPENS>, {{NAME}}.
std::string expand(std::string text, const EnvironmentFacts& facts);

// Each variable after those that its value names as $NAME or ${NAME}; otherwise in their order.
Variables in_order_of_use(const Variables& variables);

std::optional<std::string> own_variable(const std::string& name);

// What Java 17 and later must be told, empty for an older one: found out by JAVA_HOME, else PATH.
std::string java_options_of_this_machine();

}  // namespace mammoth::yarn::node
