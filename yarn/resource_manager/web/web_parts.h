// What the web server is lent by the daemon.
#pragma once

#include <functional>
#include <string>

#include "common/config/configuration.h"
#include "yarn/resource_manager/cluster/cluster.h"

namespace mammoth::http {
struct JsonValue;
}

namespace mammoth::yarn {

struct WebParts {
  // Shows the cluster to one reader at a time.
  std::function<void(const std::function<void(const Cluster&)>&)> read;
  // Changes it, and returns when that is durable.
  std::function<void(const std::function<void(Cluster&)>&)> change{};
  // An application as REST submits it.
  std::function<Result<ApplicationSpec>(const http::JsonValue& body, const std::string& user)>
      submission{};
  // A user by name, with his groups where rights are looked at.
  std::function<Caller(const std::string&)> caller;
  std::int64_t started_ms = 0;
  std::string version;
  std::string state_store = "NullRMStateStore";  // Hadoop's class that it stands for
  Configuration configuration;
};

}  // namespace mammoth::yarn
