// What the replica store and those who fill it tell the rest of the datanode (Hadoop: DataNode's
// notifyNamenode… methods). Implemented by the reports to the NameNode.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "common/base/hdfs_ids.h"
#include "datanode/replicas/volume.h"

namespace mammoth::datanode {

// All members are thread-safe and, but for wait_until_reported(), do not wait for anybody.
class ReplicaEvents {
 public:
  virtual ~ReplicaEvents() = default;

  virtual void receiving(const Block& block, const Volume& volume) = 0;
  // `delete_hint` names the datanode whose replica is now one too many; empty for none. Answers a
  // ticket for wait_until_reported().
  virtual std::uint64_t received(const Block& block, const Volume& volume,
                                 const std::string& delete_hint) = 0;
  virtual void deleted(const Block& block, const Volume& volume) = 0;
  // The replica is hidden from readers from now on; its files go later. With its change lock held.
  virtual void hidden(const Block&) {}

  // Waits until the NameNode has answered the report with that ticket; false when it has not within
  // `limit`.
  virtual bool wait_until_reported(std::uint64_t ticket, std::chrono::milliseconds limit) = 0;

  // A replica that does not deserve its name: unreadable, or shorter than it should be.
  virtual void corrupt(const Block& block, const Volume& volume) = 0;

  // The replicas of `volume` are gone from the store. With `must_stop` too few volumes are left.
  virtual void volume_failed(const Volume& volume, bool must_stop, const std::string& reason) = 0;
};

}  // namespace mammoth::datanode
