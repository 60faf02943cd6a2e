// The states of directories that changed since the database last wrote its tables. A thousand files
// created in one directory change its time and its number of children a thousand times: the journal
// gets the last state once per frame, in the same frame as the children, and the database once per
// table. Reads look here first.
//
// Not thread-safe: MetaStore's write mutex guards it. Memory: some 100 bytes for each directory of
// a segment of the journal, in which it takes half as much.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

class DirectoryStates {
 public:
  using Visit = std::function<void(InodeId, const DirectoryState&)>;

  // The changed state, null if it did not change. Valid until the next change.
  const DirectoryState* find(InodeId directory) const;

  // Applies a change, over the state that `load` reads if there is none here yet.
  using Load = std::function<DirectoryState(InodeId)>;
  void touch(const TouchDirectory& change, const Load& load);
  void erase(InodeId directory) { states_.erase(directory); }

  // Visits what changed since the last call.
  void end_frame(const Visit& visit);
  // Visits everything, and forgets it: the database has it.
  void hand_over(const Visit& visit);

 private:
  struct State {
    DirectoryState state;
    bool in_frame = false;
  };
  std::unordered_map<InodeId, State> states_;
  std::vector<InodeId> frame_;  // of which in_frame holds; some may be erased
};

}  // namespace mammoth::namenode
