#include "namenode/namespace/content_summary.h"

#include "namenode/namespace/quota.h"

namespace mammoth::namenode {

ContentSummaryWalk::ContentSummaryWalk(const InodePtr& start) {
  if (start->quota) summary_.quota = *start->quota;
  if (start->is_directory())
    waiting_.push_back(start);
  else
    count_file(*start);
}

Result<bool> ContentSummaryWalk::advance(const InodeTable& table, const PermissionChecker* checker,
                                         std::size_t max_inodes) {
  while (true) {
    if (current_ == nullptr) {
      if (waiting_.empty()) return true;
      if (max_inodes == 0) return false;
      --max_inodes;
      current_ = std::move(waiting_.back());
      waiting_.pop_back();
      last_name_.clear();
      if (checker != nullptr && !checker->is_superuser() &&
          !checker->allows(*current_, Access::kReadExecute)) {
        return checker->denied(*current_, path_to(table, current_->id), Access::kReadExecute);
      }
      ++summary_.directory_count;
    }
    bool finished = true;
    table.scan_children(current_->id, last_name_,
                        [&](std::string_view name, const InodePtr& child) {
                          if (max_inodes == 0) return finished = false;
                          if (child->is_directory()) {
                            waiting_.push_back(child);
                          } else {
                            --max_inodes;
                            count_file(*child);
                          }
                          last_name_ = name;
                          return true;
                        });
    if (!finished) return false;
    current_ = nullptr;
  }
}

void ContentSummaryWalk::count_file(const Inode& file) {
  ++summary_.file_count;
  summary_.length_bytes += file.length_bytes();
  summary_.space_consumed_bytes += static_cast<std::uint64_t>(usage_of(file).space_bytes);
}

}  // namespace mammoth::namenode
