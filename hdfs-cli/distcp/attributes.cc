// What -p keeps (Hadoop: DistCpUtils.preserve).
#include "hdfs-cli/distcp/job.h"

namespace mammoth::cli::distcp {

Result<void> Job::preserve(const PathData& source, const PathData& target) const {
  const Preserve& what = options_.preserve;
  const hdfs::FileStatus& from = *source.status;
  hdfs::FileSystem& files = *target.file_system;
  const hdfs::FileStatus now = TRY(files.status(target.path));
  if (what.acl) {
    const auto acl = TRY(source.file_system->acl_status(source.path));
    TRY(files.set_permission(target.path, from.permission));
    TRY(files.set_acl(target.path, hdfs::full_acl(from.permission, acl.entries)));
  } else if (what.permission && now.permission != from.permission) {
    TRY(files.set_permission(target.path, from.permission));
  }
  if (what.xattrs)
    for (const hdfs::XAttr& xattr : TRY(source.file_system->xattrs(source.path, {})))
      TRY(files.set_xattr(target.path, xattr, {}));
  if (what.replication && !from.is_directory && from.replication != now.replication)
    TRY(files.set_replication(target.path, from.replication));
  const std::string owner = what.user && from.owner != now.owner ? from.owner : "";
  const std::string group = what.group && from.group != now.group ? from.group : "";
  if (!owner.empty() || !group.empty()) TRY(files.set_owner(target.path, owner, group));
  // Last, because the others touch it.
  if (what.times)
    TRY(files.set_times(target.path, {from.modification_time_ms, from.access_time_ms}));
  return {};
}

}  // namespace mammoth::cli::distcp
