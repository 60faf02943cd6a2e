#include "common/protocol/hdfs/client_namenode/usage.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/content_summary.h"
#include "namenode/rpc/handler.h"

namespace mammoth::namenode {

Task<Result<wire::GetQuotaUsageResponseProto>> ClientProtocol::get_quota_usage(
    const wire::GetQuotaUsageRequestProto& request, rpc::Call& call) {
  Caller caller = caller_of(call);
  ContentSummaryWalk walk = CO_TRY(system_.begin_quota_usage(caller, request.path()));
  const ContentSummary sum =
      CO_TRY(co_await finish_walk(system_, std::move(caller), std::move(walk)));
  wire::GetQuotaUsageResponseProto response;
  auto* proto = response.mutable_usage();
  proto->set_fileanddirectorycount(sum.file_count + sum.directory_count);
  proto->set_quota(namespace_quota_of(request.path()));
  proto->set_spaceconsumed(sum.space_consumed_bytes);
  proto->set_spacequota(~std::uint64_t{0});
  co_return response;
}

}  // namespace mammoth::namenode
