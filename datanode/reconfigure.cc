// The DataNode's settings that can change while it runs (Hadoop: DataNode.RECONFIGURABLE_PROPERTIES,
// of which those of parts that are not here are left out).
#include <algorithm>

#include "common/config/keys.h"
#include "datanode/datanode.h"

namespace mammoth::datanode {

namespace {

using Property = Reconfiguration::Property;

// A hundred years, as everywhere: sums of times do not overflow.
constexpr std::int64_t kLongestMs = 100LL * 365 * 24 * 3'600'000;

std::chrono::milliseconds bounded_ms(std::int64_t ms) {
  return std::chrono::milliseconds(std::min(ms, kLongestMs));
}

struct Bounds {
  std::int64_t least = 1;
  std::string_view refusal;  // behind the name of the key
};

template <class Set>
Property number(const ConfigKey& key, const Bounds& bounds, Set set) {
  const std::string name(key.name);
  return {name, [name, bounds, set](const std::string& value) -> Result<std::string> {
            const std::int64_t given = TRY(parse_java_long(value));
            if (given < bounds.least)
              return Error{ErrorCode::kIllegalArgument,
                           bounds.refusal.starts_with(' ') ? name + std::string(bounds.refusal)
                                                           : std::string(bounds.refusal)};
            set(given);
            return std::to_string(given);
          }};
}

}  // namespace

std::vector<Reconfiguration::Property> Datanode::reconfigurable_properties() {
  const auto session = [this](const ConfigKey& key, const Bounds& bounds, auto set) {
    return number(key, bounds, [this, set](std::int64_t value) {
      if (session_) session_->reconfigure([set, value](SessionOptions& o) { set(o, value); });
    });
  };
  constexpr std::string_view kPositive = " should be larger than 0";
  std::vector<Property> properties;
  properties.push_back({std::string(keys::kDfsDatanodeDataDir.name),
                        [this](const std::string& value) { return refresh_volumes(value); }});
  properties.push_back(number(keys::kDfsDatanodeBalanceMaxConcurrentMoves,
                              {1, "balancer max concurrent movers must be larger than 0"},
                              [this](std::int64_t moves) {
                                balance_.set_max_moves(static_cast<std::size_t>(moves));
                              }));
  properties.push_back(session(
      keys::kDfsBlockreportIntervalMsec, {1, kPositive},
      [](SessionOptions& o, std::int64_t ms) { o.report_interval = bounded_ms(ms); }));
  properties.push_back(session(keys::kDfsBlockreportSplitThreshold,
                               {0, " should be larger than or equal to 0"},
                               [](SessionOptions& o, std::int64_t blocks) {
                                 o.report_split_threshold = static_cast<std::uint64_t>(blocks);
                               }));
  properties.push_back(session(keys::kDfsBlockreportInitialDelay,
                               {0, " should be larger than or equal to 0"},
                               [](SessionOptions& o, std::int64_t seconds) {
                                 o.initial_report_delay =
                                     bounded_ms(std::min(seconds, kLongestMs / 1'000) * 1'000);
                               }));
  properties.push_back(number(keys::kDfsDatanodeMaxTransferThreads, {1, kPositive},
                              [this](std::int64_t threads) {
                                xceivers_.set_max_conversations(static_cast<std::size_t>(threads));
                              }));
  properties.push_back(session(
      keys::kDfsCachereportIntervalMsec, {1, kPositive},
      [](SessionOptions& o, std::int64_t ms) { o.cache_report_interval = bounded_ms(ms); }));
  return properties;
}

}  // namespace mammoth::datanode
