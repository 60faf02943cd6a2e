// The last transactions as events, for those who follow the file system (Hadoop: the edit log as
// FSNamesystem.getEditsFromTxid reads it). Durable with the change they tell of.
//
// Thread-safety: none; const members need the namesystem's lock shared, the others exclusive.
#pragma once

#include <cstdint>
#include <vector>

#include "namenode/namespace/event.h"
#include "namenode/namespace/inode_table.h"
#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

class EventLog {
 public:
  // Keeps the events of `retained` transactions; 0: none. `table` must outlive this.
  EventLog(const InodeTable& table, std::uint64_t retained);

  bool enabled() const { return retained_ > 0; }
  // As the next transaction, which drops the oldest ones from time to time.
  void add(const std::vector<NamespaceEvent>& events, Transaction& transaction);
  // 0 before the first one.
  std::uint64_t last_transaction() const { return last_; }
  // From a transaction on, or the oldest one that is kept; at least one batch, if there is any, and
  // then as long as there are fewer than `max_events`.
  std::vector<EventBatch> read(std::uint64_t from, std::size_t max_events) const;

 private:
  const InodeTable& table_;
  const std::uint64_t retained_;
  std::uint64_t last_ = 0;
};

}  // namespace mammoth::namenode
