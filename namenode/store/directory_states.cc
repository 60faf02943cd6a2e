#include "namenode/store/directory_states.h"

#include "common/base/check.h"

namespace mammoth::namenode {

const DirectoryState* DirectoryStates::find(InodeId directory) const {
  const auto found = changed_.find(directory);
  return found == changed_.end() ? nullptr : &found->second;
}

void DirectoryStates::touch(const TouchDirectory& change, const Load& load) {
  auto found = changed_.find(change.directory);
  if (found == changed_.end())
    found = changed_.emplace(change.directory, load(change.directory)).first;
  DirectoryState& state = found->second;
  if (change.modification_time_ms) state.modification_time_ms = *change.modification_time_ms;
  if (change.access_time_ms) state.access_time_ms = *change.access_time_ms;
  state.child_count += static_cast<std::uint64_t>(change.child_delta);
  check(static_cast<std::int64_t>(state.child_count) >= 0, "a directory has less than no children");
}

}  // namespace mammoth::namenode
