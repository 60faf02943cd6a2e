// Replicas of this machine's DataNodes, open for reading past them (Hadoop: ShortCircuitCache). A
// replica is kept for the next reader of the block until it has not been used for a while, the DataNode
// says in its slot that it is gone, or a later generation of the block is wanted.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "common/hdfs/client_settings.h"
#include "common/hdfs/short_circuit_slots.h"

namespace hadoop::hdfs {
class LocatedBlockProto;
class DatanodeIDProto;
}  // namespace hadoop::hdfs

namespace mammoth::hdfs {

// Immutable; any number of threads may read it at once.
struct LocalReplica {
  FileHandle data;
  FileHandle meta;
  DataChecksum checksum;
  std::string name;  // for messages
  std::uint64_t generation_stamp = 0;
  std::shared_ptr<ShortCircuitSlots> slots{};  // that slot came from
  std::unique_ptr<ShortCircuitSlot> slot{};    // none: the DataNode shares no memory

  ~LocalReplica();
  bool is_valid() const { return !slot || slot->is_valid(); }
};

// Thread-safe.
class ShortCircuitReplicas {
 public:
  ShortCircuitReplicas(const ClientSettings& settings, std::string client_name);
  ~ShortCircuitReplicas();

  // Nothing when the DataNode is not on this machine, has no domain socket or does not give the files:
  // the block is then read through it.
  std::shared_ptr<LocalReplica> find(const ::hadoop::hdfs::LocatedBlockProto& block,
                                     const ::hadoop::hdfs::DatanodeIDProto& node);

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    std::shared_ptr<LocalReplica> replica;
    Clock::time_point last_use;
  };
  struct Socket {
    std::shared_ptr<ShortCircuitSlots> slots;
    Clock::time_point disabled_until{};
  };
  using Key = std::pair<std::string, std::uint64_t>;  // pool and block

  std::shared_ptr<LocalReplica> cached(const Key& key, std::uint64_t generation_stamp);
  std::shared_ptr<LocalReplica> request(const std::string& path,
                                        const ::hadoop::hdfs::LocatedBlockProto& block);
  void keep(const Key& key, const std::shared_ptr<LocalReplica>& replica);

  const ClientSettings settings_;
  const std::string client_name_;
  std::mutex mutex_;
  std::map<Key, Entry> entries_;           // guarded by mutex_
  std::map<std::string, Socket> sockets_;  // by path; guarded by mutex_
};

}  // namespace mammoth::hdfs
