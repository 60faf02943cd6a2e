// What the NameNode's pages stand on. Everything that is pointed to must outlive them, and may be
// used by several threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "common/config/configuration.h"
#include "common/rpc/server.h"
#include "namenode/system/namesystem.h"
#include "namenode/system/proxy_users.h"

namespace mammoth::namenode {

struct WebParts {
  Namesystem& system;
  const ProxyUsers& proxy_users;
  // Blocks until that sequence is durable; StoreError if it never will be.
  std::function<void(Sequence)> wait_until_durable;
  std::function<rpc::ServerStatistics()> rpc_statistics;
  std::string cluster_id;
  std::uint16_t rpc_port = 0;
  Configuration configuration;
};

}  // namespace mammoth::namenode
