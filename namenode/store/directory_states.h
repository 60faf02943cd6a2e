// The states of directories that changed since the last frame of the journal. A thousand files created in
// one directory change its time and its number of children a thousand times; the database gets the last
// state once per frame, in the same frame as the children. Reads look here first.
//
// Not thread-safe: MetaStore's write mutex guards it.
#pragma once

#include <functional>
#include <unordered_map>

#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

class DirectoryStates {
 public:
  // The changed state, null if it did not change. Valid until the next change.
  const DirectoryState* find(InodeId directory) const;

  // Applies a change, over the state that `load` reads if there is none here yet.
  using Load = std::function<DirectoryState(InodeId)>;
  void touch(const TouchDirectory& change, const Load& load);
  void erase(InodeId directory) { changed_.erase(directory); }

  const std::unordered_map<InodeId, DirectoryState>& changed() const { return changed_; }
  // They are in the database now.
  void clear() { changed_.clear(); }

 private:
  std::unordered_map<InodeId, DirectoryState> changed_;
};

}  // namespace mammoth::namenode
