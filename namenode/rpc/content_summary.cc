#include "namenode/rpc/content_summary.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <limits>

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

std::uint64_t namespace_quota_of(const std::string& path) {
  return path_components(path).empty()
             ? static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
             : ~std::uint64_t{0};
}

}  // namespace mammoth::namenode
