// What the configuration says to a datanode, read and converted once at start.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/config/configuration.h"
#include "common/config/reconfiguration.h"
#include "common/rpc/server_options.h"
#include "datanode/recovery/block_recovery.h"
#include "datanode/replicas/replica_cache.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/report/namenode_session.h"
#include "datanode/scanner/scanners.h"
#include "datanode/transfer/transfer_options.h"

namespace mammoth::datanode {

// Of dfs.datanode.data.dir. Throws ErrorException where Configuration's getters do.
Result<std::vector<StorageLocation>> read_locations(const Configuration& configuration);

struct Settings {
  std::string user;       // who runs this process
  std::string host_name;  // how the datanode calls itself
  std::uint32_t directory_mode = 0700;  // dfs.datanode.data.dir.perm
  ReplicaStoreOptions store;
  ReplicaCacheOptions cache;
  TransferOptions transfer;
  rpc::ServerOptions ipc;
  SessionOptions session;
  RecoveryOptions recovery;
  ScannerOptions scanner;
  HostPort client_namenode;     // where clients call; WebHDFS is one
  Configuration configuration;  // of those clients, and of the HTTP server
  Reconfiguration::Reload reload;  // for a reconfiguration; read() leaves the configuration as it is

  // Refused (kIllegalArgument) with the key that is wrong.
  static Result<Settings> read(const Configuration& configuration);
};

}  // namespace mammoth::datanode
