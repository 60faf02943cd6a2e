#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<ContentSummaryWalk> Namesystem::begin_content_summary(const Caller& caller,
                                                             const std::string& path) const {
  return read(caller, {.command = "contentSummary", .source = path},
              [&](Operation& op) { return tree_.get_content_summary(op.checker, path); });
}

Result<ContentSummaryWalk> Namesystem::begin_quota_usage(const Caller& caller,
                                                         const std::string& path) const {
  return read(caller, {},
              [&](Operation& op) { return tree_.get_content_summary(op.checker, path); });
}

Result<bool> Namesystem::continue_content_summary(const Caller& caller,
                                                  ContentSummaryWalk& walk) const {
  const std::size_t limit = options_.content_summary_limit > 0
                                ? options_.content_summary_limit
                                : std::numeric_limits<std::size_t>::max();
  return read(caller, {}, [&](Operation& op) {
    const SnapshotView view(table_, snapshots_, walk.snapshot());
    return walk.advance(view, &op.checker, limit);
  });
}

}  // namespace mammoth::namenode
