#include "namenode/store/directory_states.h"

#include <utility>

#include "common/base/check.h"

namespace mammoth::namenode {

const DirectoryState* DirectoryStates::find(InodeId directory) const {
  const auto found = states_.find(directory);
  return found == states_.end() ? nullptr : &found->second.state;
}

void DirectoryStates::touch(const TouchDirectory& change, const Load& load) {
  auto found = states_.find(change.directory);
  if (found == states_.end())
    found = states_.emplace(change.directory, State{load(change.directory)}).first;
  if (!std::exchange(found->second.in_frame, true)) frame_.push_back(change.directory);
  DirectoryState& state = found->second.state;
  if (change.modification_time_ms) state.modification_time_ms = *change.modification_time_ms;
  if (change.access_time_ms) state.access_time_ms = *change.access_time_ms;
  state.child_count += static_cast<std::uint64_t>(change.child_delta);
  if (change.usage) state.usage = change.usage;
  if (state.usage) *state.usage += change.usage_delta;
  check(static_cast<std::int64_t>(state.child_count) >= 0, "a directory has less than no children");
}

void DirectoryStates::end_frame(const Visit& visit) {
  for (const InodeId directory : frame_) {
    const auto found = states_.find(directory);
    if (found == states_.end() || !std::exchange(found->second.in_frame, false)) continue;
    visit(directory, found->second.state);
  }
  frame_.clear();
}

void DirectoryStates::hand_over(const Visit& visit) {
  for (const auto& [directory, state] : states_) visit(directory, state.state);
  states_.clear();
  frame_.clear();
}

}  // namespace mammoth::namenode
