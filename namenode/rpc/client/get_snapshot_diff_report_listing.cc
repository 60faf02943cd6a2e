#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

// The whole report is one page; Hadoop's come in several, which clients put together.
Result<wire::GetSnapshotDiffReportListingResponseProto>
ClientProtocol::get_snapshot_diff_report_listing(
    const wire::GetSnapshotDiffReportListingRequestProto& request, rpc::Call& call) {
  const SnapshotDiff diff = TRY(system_.diff_snapshots(
      caller_of(call), request.snapshotroot(), request.fromsnapshot(), request.tosnapshot()));
  wire::GetSnapshotDiffReportListingResponseProto response;
  auto* report = response.mutable_diffreport();
  report->set_isfromearlier(diff.from_earlier);
  const auto fill = [](auto* proto, InodeId directory, InodeId id, const std::string& path,
                       bool is_reference) {
    proto->set_fullpath(path);
    proto->set_dirid(directory.value());
    proto->set_fileid(id.value());
    proto->set_isreference(is_reference);
  };
  for (const ModifiedEntry& entry : diff.modified) {
    fill(report->add_modifiedentries(), entry.id, entry.id, entry.path, entry.is_directory);
    for (const auto& child : entry.created)
      fill(report->add_createdentries(), entry.id, child.id, child.path, child.is_rename);
    for (const auto& child : entry.deleted) {
      auto* proto = report->add_deletedentries();
      fill(proto, entry.id, child.id, child.path, child.is_rename);
      if (child.target) proto->set_targetpath(*child.target);
    }
  }
  auto* cursor = report->mutable_cursor();
  cursor->set_startpath("");
  cursor->set_index(-1);
  return response;
}

}  // namespace mammoth::namenode
