#include "common/protocol/hdfs/client_namenode/usage.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/content_summary.h"
#include "namenode/rpc/handler.h"

namespace mammoth::namenode {

Task<Result<wire::GetQuotaUsageResponseProto>> ClientProtocol::get_quota_usage(
    const wire::GetQuotaUsageRequestProto& request, rpc::Call& call) {
  Caller caller = caller_of(call);
  const auto counted = CO_TRY(system_.get_counted_usage(caller, request.path()));
  wire::GetQuotaUsageResponseProto response;
  auto* proto = response.mutable_usage();
  TypeBytes types{};
  if (counted) {
    types = counted->types;
    proto->set_fileanddirectorycount(static_cast<std::uint64_t>(counted->usage.names));
    proto->set_spaceconsumed(static_cast<std::uint64_t>(counted->usage.space_bytes));
  } else {
    ContentSummaryWalk walk = CO_TRY(system_.begin_quota_usage(caller, request.path()));
    const ContentSummary sum =
        CO_TRY(co_await finish_walk(system_, std::move(caller), std::move(walk)));
    proto->set_fileanddirectorycount(sum.file_count + sum.directory_count);
    proto->set_spaceconsumed(sum.space_consumed_bytes);
    types = sum.types;
  }
  const Quota limits = counted ? counted->quota : Quota{};
  if (has_types(limits, types)) to_proto(limits, types, proto->mutable_typequotainfos());
  const WireQuota quota = wire_quota(limits, request.path());
  proto->set_quota(quota.names);
  proto->set_spacequota(quota.space_bytes);
  co_return response;
}

}  // namespace mammoth::namenode
