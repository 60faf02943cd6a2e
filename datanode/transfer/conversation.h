// What an operation knows of the connection that asked for it and of the datanode around it.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/protocol/hdfs/block.pb.h"
#include "common/protocol/transfer/status.pb.h"
#include "common/transfer/packet_stream.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/replicas/short_circuit_registry.h"
#include "datanode/transfer/activity.h"
#include "datanode/transfer/registration.h"
#include "datanode/transfer/throttler.h"
#include "datanode/transfer/transfer_options.h"

namespace mammoth::datanode {

// The parts of the datanode that block transfer uses; all outlive every conversation.
struct TransferContext {
  ReplicaStore& store;
  ReplicaEvents& events;
  const Registration& registration;
  BalanceThrottler& balance;
  const TransferOptions& options;
  ShortCircuitRegistry* short_circuit = nullptr;  // none: not configured
  TransferActivity* activity = nullptr;           // none: nobody counts
};

// Lives on the conversation's thread. Blocking there, in a disk call or a wait for another writer, holds
// up nobody else.
struct Conversation {
  const TransferContext& context;
  transfer::PacketStream& stream;
  std::string remote;               // "/127.0.0.1:40312", as Hadoop's logs show addresses
  std::string local;
  std::shared_ptr<Writer> writer;   // this conversation, to those who want a replica of it
  bool is_domain = false;           // over a Unix domain socket, which can carry descriptors

  // Whether its other end is on this machine.
  bool is_local() const;
  // Whether the block's pool is served; waits for the NameNode if that is still to come.
  Result<void> check_pool(const ::hadoop::hdfs::ExtendedBlockProto& block) const;
  // A BlockOpResponse with no more than that.
  Task<> respond(::hadoop::hdfs::Status status, std::string_view message = {});
};

// What an exception says to a reader of the log: of a broken connection "Connection reset by peer", not
// where in the library it was noticed.
std::string failure_text(const std::exception& failure);

// Whether a connection may carry another operation.
enum class After { kKeep, kClose };

}  // namespace mammoth::datanode
