#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetSnapshotDiffReportResponseProto> ClientProtocol::get_snapshot_diff_report(
    const wire::GetSnapshotDiffReportRequestProto& request, rpc::Call& call) {
  const SnapshotDiff diff = TRY(system_.diff_snapshots(
      caller_of(call), request.snapshotroot(), request.fromsnapshot(), request.tosnapshot()));
  wire::GetSnapshotDiffReportResponseProto response;
  auto* report = response.mutable_diffreport();
  report->set_snapshotroot(request.snapshotroot());
  report->set_fromsnapshot(request.fromsnapshot());
  report->set_tosnapshot(request.tosnapshot());
  const auto add = [&](const char* label, const std::string& path) {
    auto* entry = report->add_diffreportentries();
    entry->set_fullpath(path);
    entry->set_modificationlabel(label);
    return entry;
  };
  const char* const made = diff.from_earlier ? "+" : "-";
  const char* const gone = diff.from_earlier ? "-" : "+";
  for (const ModifiedEntry& entry : diff.modified) {
    add("M", entry.path);
    for (const auto& child : entry.created)
      if (!child.is_rename) add(made, child.path);
    for (const auto& child : entry.deleted) {
      if (!child.target)
        add(gone, child.path);
      else if (diff.from_earlier)
        add("R", child.path)->set_targetpath(*child.target);
      else
        add("R", *child.target)->set_targetpath(child.path);
    }
  }
  return response;
}

}  // namespace mammoth::namenode
