#include "namenode/store/open_file_changes.h"

namespace mammoth::namenode {

void OpenFileChanges::erase(InodeId id) {
  changed_.erase(id);
  if (stored_.erase(id) != 0) erased_.push_back(id);
}

const OpenFile* OpenFileChanges::find(InodeId id) const {
  const auto found = changed_.find(id);
  return found == changed_.end() ? nullptr : &found->second;
}

void OpenFileChanges::visit(const Put& put) const {
  for (const auto& [id, file] : changed_) put(id, file);
}

void OpenFileChanges::hand_over(const std::function<void(InodeId)>& erase, const Put& put) {
  for (const InodeId id : erased_) erase(id);
  for (const auto& [id, file] : changed_) {
    put(id, file);
    stored_.insert(id);
  }
  erased_.clear();
  changed_.clear();
}

}  // namespace mammoth::namenode
