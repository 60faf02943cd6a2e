// What the NameNode's pages stand on. Everything that is pointed to must outlive them, and may be
// used by several threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "common/config/configuration.h"
#include "common/rpc/retry_cache.h"
#include "common/rpc/server.h"
#include "namenode/system/namesystem.h"
#include "namenode/system/proxy_users.h"

namespace mammoth::hdfs {
class FileSystem;
}

namespace mammoth::namenode {

struct WebParts {
  Namesystem& system;
  const ProxyUsers& proxy_users;
  // Blocks until that sequence is durable; StoreError if it never will be.
  std::function<void(Sequence)> wait_until_durable;
  std::function<rpc::ServerStatistics()> rpc_statistics;
  std::function<rpc::RetryCache::Statistics()> retry_statistics;
  // Since the epoch; 0 while the safe mode of the start is on.
  std::function<std::int64_t()> started_up_ms;
  // This file system, as a client of the cluster acting for that caller: for what needs the bytes of
  // files.
  std::function<Result<std::shared_ptr<hdfs::FileSystem>>(const Caller&)> open_file_system;
  std::string cluster_id;
  std::string software_version;
  std::uint16_t rpc_port = 0;
  Configuration configuration;  // of the start
  std::function<Configuration()> configuration_in_force;
};

}  // namespace mammoth::namenode
