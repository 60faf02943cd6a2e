#include "namenode/rpc/content_summary.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <limits>

#include "common/protocol/hdfs/quota.pb.h"
#include "namenode/namespace/path.h"

namespace mammoth::namenode {

Task<Result<ContentSummary>> finish_walk(const Namesystem& system, Caller caller,
                                         ContentSummaryWalk walk) {
  const auto executor = co_await asio::this_coro::executor;
  for (;;) {
    const bool done = CO_TRY(system.continue_content_summary(caller, walk));
    if (done) co_return walk.summary();
    co_await asio::post(executor, asio::use_awaitable);
  }
}

WireQuota wire_quota(const Quota& quota, const std::string& path) {
  const bool is_root = path_components(path).empty();
  const std::int64_t names = is_root && quota.names == Quota::kNone
                                 ? std::numeric_limits<std::int64_t>::max()
                                 : quota.names;
  return {static_cast<std::uint64_t>(names), static_cast<std::uint64_t>(quota.space_bytes)};
}

bool has_types(const Quota& quota, const TypeBytes& consumed) {
  return quota.limits_types() || consumed != TypeBytes{};
}

void to_proto(const Quota& quota, const TypeBytes& consumed,
              wire::StorageTypeQuotaInfosProto* proto) {
  static constexpr std::array<wire::StorageTypeProto, kQuotaTypes> kTypes = {
      wire::SSD, wire::DISK, wire::ARCHIVE, wire::PROVIDED, wire::NVDIMM};
  for (std::size_t i = 0; i < kQuotaTypes; ++i) {
    auto* info = proto->add_typequotainfo();
    info->set_type(kTypes[i]);
    info->set_quota(static_cast<std::uint64_t>(quota.types[i]));
    info->set_consumed(static_cast<std::uint64_t>(std::max<std::int64_t>(consumed[i], 0)));
  }
}

}  // namespace mammoth::namenode
