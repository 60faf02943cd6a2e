// Every datanode that ever registered, its storages, and the ways to find them (Hadoop: the maps of
// DatanodeManager and Host2NodesMap). Knows no blocks.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/clock.h"
#include "namenode/blocks/block_report.h"
#include "namenode/blocks/datanode_descriptor.h"
#include "namenode/blocks/random.h"
#include "namenode/blocks/topology.h"

namespace mammoth::namenode {

class DatanodeRegistry {
 public:
  // Entries are created by add() and stay at their address for ever.
  DatanodeDescriptor& add(const DatanodeRegistration& registration);
  // Takes over a new address for a known uuid.
  void update(DatanodeDescriptor& datanode, const DatanodeRegistration& registration);
  // Makes it unfindable: another one has its address now.
  void forget(DatanodeDescriptor& datanode);

  DatanodeDescriptor& at(DatanodeIndex index) { return *datanodes_[index.value()]; }
  const DatanodeDescriptor& at(DatanodeIndex index) const { return *datanodes_[index.value()]; }
  DatanodeStorage& storage(StorageIndex index) { return *storages_[index.value()]; }
  const DatanodeStorage& storage(StorageIndex index) const { return *storages_[index.value()]; }
  DatanodeDescriptor& datanode_of(StorageIndex index) { return at(storage(index).datanode); }
  const DatanodeDescriptor& datanode_of(StorageIndex index) const {
    return at(storage(index).datanode);
  }

  DatanodeDescriptor* find_uuid(std::string_view uuid);
  const DatanodeDescriptor* find_uuid(std::string_view uuid) const;
  DatanodeDescriptor* find_address(const std::string& xfer_address);
  // "host:port", host being an ip or a name.
  const DatanodeDescriptor* find_name(const std::string& name) const;
  // A datanode on the machine, any of several; `host` is an ip or a name.
  const DatanodeDescriptor* find_host(const std::string& host, const RandomSource& random) const;

  DatanodeStorage* find_storage(const DatanodeDescriptor& datanode, std::string_view uuid);
  const DatanodeStorage* find_storage(std::string_view uuid) const;
  // The storage of that name, new or known, with type and state as given.
  DatanodeStorage& ensure_storage(DatanodeDescriptor& datanode, const StorageIdentity& identity);

  StorageTarget target(StorageIndex index) const;
  // A fresh picture of the datanode; publish() makes it the one that locations carry.
  std::shared_ptr<const DatanodeInfo> snapshot(const DatanodeDescriptor& datanode) const;
  void publish(DatanodeDescriptor& datanode) const { datanode.info = snapshot(datanode); }

  // Those that are findable, dead ones included, in order of registration.
  template <class Visit>
  void for_each(Visit&& visit) {
    for (const auto& datanode : datanodes_)
      if (known(*datanode)) visit(*datanode);
  }
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& datanode : datanodes_)
      if (known(*datanode)) visit(static_cast<const DatanodeDescriptor&>(*datanode));
  }

  Topology& topology() { return topology_; }
  const Topology& topology() const { return topology_; }
  std::size_t registered_count() const;
  // Average number of xceivers of the datanodes in service, as of the last refresh.
  double average_xceivers() const { return average_xceivers_; }
  void refresh_average_xceivers();

 private:
  bool known(const DatanodeDescriptor& datanode) const;
  void index_address(const DatanodeDescriptor& datanode);
  void drop_address(const DatanodeDescriptor& datanode);

  std::vector<std::unique_ptr<DatanodeDescriptor>> datanodes_;
  std::vector<std::unique_ptr<DatanodeStorage>> storages_;
  std::unordered_map<std::string, DatanodeIndex> by_uuid_;
  std::unordered_map<std::string, DatanodeIndex> by_address_;
  std::unordered_multimap<std::string, DatanodeIndex> by_host_;  // ips and names
  std::unordered_map<std::string, StorageIndex> by_storage_uuid_;
  Topology topology_;
  double average_xceivers_ = 0;
};

}  // namespace mammoth::namenode
