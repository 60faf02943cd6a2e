#include "common/protocol/hdfs/client_namenode/usage.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/content_summary.h"
#include "namenode/rpc/handler.h"

namespace mammoth::namenode {

Task<Result<wire::GetContentSummaryResponseProto>> ClientProtocol::get_content_summary(
    const wire::GetContentSummaryRequestProto& request, rpc::Call& call) {
  Caller caller = caller_of(call);
  ContentSummaryWalk walk = CO_TRY(system_.begin_content_summary(caller, request.path()));
  const ContentSummary sum =
      CO_TRY(co_await finish_walk(system_, std::move(caller), std::move(walk)));
  wire::GetContentSummaryResponseProto response;
  auto* proto = response.mutable_summary();
  proto->set_length(sum.length_bytes);
  proto->set_filecount(sum.file_count);
  proto->set_directorycount(sum.directory_count);
  const WireQuota quota = wire_quota(sum.quota, request.path());
  proto->set_quota(quota.names);
  proto->set_spaceconsumed(sum.space_consumed_bytes);
  proto->set_spacequota(quota.space_bytes);
  if (has_types(sum.quota, sum.types))
    to_proto(sum.quota, sum.types, proto->mutable_typequotainfos());
  proto->set_snapshotlength(sum.in_snapshots.length_bytes);
  proto->set_snapshotfilecount(sum.in_snapshots.file_count);
  proto->set_snapshotdirectorycount(sum.in_snapshots.directory_count);
  proto->set_snapshotspaceconsumed(sum.in_snapshots.space_consumed_bytes);
  proto->set_erasurecodingpolicy(sum.directory_count == 0 ? "Replicated" : "");
  co_return response;
}

}  // namespace mammoth::namenode
