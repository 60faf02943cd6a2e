// The life of datanodes: registration, heartbeats with the work they carry back, death, and the
// administrator's include and exclude lists (Hadoop: DatanodeManager, HeartbeatManager).
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "common/base/result.h"
#include "namenode/blocks/datanode_commands.h"
#include "namenode/blocks/host_lists.h"
#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

class DatanodeManager {
 public:
  // All must outlive this.
  DatanodeManager(BlockTables& tables, Replicas& replicas, const RackResolver& racks)
      : t_(tables), replicas_(replicas), racks_(racks) {}

  // Three cases: a new datanode; a known one restarted, perhaps at another address, which keeps its
  // replicas until its report; and a new one at the address of an old one, which is thereby gone.
  Result<DatanodeRegistration> register_datanode(DatanodeRegistration registration,
                                                 const PeerAddress& peer);
  Result<HeartbeatReply> heartbeat(const DatanodeRegistration& registration,
                                   const Heartbeat& heartbeat);
  // The registered datanode, or kUnregisteredNode.
  Result<DatanodeDescriptor*> registered(const DatanodeRegistration& registration);

  // A volume the datanode speaks of; new ones are entered, up to a bound (kIo beyond).
  Result<DatanodeStorage*> admit_storage(DatanodeDescriptor& datanode,
                                         const StorageIdentity& identity);

  // Its replicas are gone from the map.
  void remove(DatanodeDescriptor& datanode);
  // Declares silent datanodes dead, but keeps the replicas of those in maintenance, removes the
  // replicas of failed volumes, and ends what maintenance has lasted long enough.
  void tick();
  // As if all that were registered had been heard of so much later.
  void forgive_silence(std::int64_t duration_ms);
  // Not heard of for so long that it counts as dead, whether tick() has seen it yet or not.
  bool dead(const DatanodeDescriptor& datanode) const;

  void refresh_nodes(HostLists lists);
  void set_balancer_bandwidth(std::uint64_t bytes_per_second);

 private:
  using HostSet = std::unordered_set<std::string>;
  static bool listed(const HostSet& hosts, const DatanodeDescriptor& datanode);
  static bool listed(const HostSet& hosts, const DatanodeRegistration& registration,
                     const std::string& peer_host_name);
  void apply_lists(DatanodeDescriptor& datanode);
  void start_maintenance(DatanodeDescriptor& datanode);
  void stop_maintenance(DatanodeDescriptor& datanode);
  std::int64_t maintenance_until_ms(const DatanodeRegistration& registration,
                                    const std::string& peer_host_name) const;
  void unregister(DatanodeDescriptor& datanode);
  void set_admin_state(DatanodeDescriptor& datanode, AdminState state);
  void begin_service(DatanodeDescriptor& datanode);
  std::string resolve_rack(const DatanodeRegistration& registration) const;
  Result<void> update_volumes(DatanodeDescriptor& datanode, const Heartbeat& heartbeat);
  void remove_replicas(const std::vector<StorageIndex>& storages);
  // heartbeat_commands.cc
  void add_commands(DatanodeDescriptor& datanode, const Heartbeat& heartbeat,
                    std::vector<DatanodeCommand>& commands);
  void add_recoveries(DatanodeDescriptor& datanode, std::vector<DatanodeCommand>& commands);
  void add_transfers(DatanodeDescriptor& datanode, std::size_t limit,
                     std::vector<DatanodeCommand>& commands);

  BlockTables& t_;
  Replicas& replicas_;
  const RackResolver& racks_;
  HostSet included_;
  HostSet excluded_;
  std::unordered_map<std::string, std::int64_t> resting_;
};

}  // namespace mammoth::namenode
