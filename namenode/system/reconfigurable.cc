#include "namenode/system/reconfigurable.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "common/config/keys.h"
#include "common/config/values.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

using Options = BlockManagerOptions;
using Property = Reconfiguration::Property;

Result<std::int64_t> positive_int(std::string_view name, std::string_view value) {
  const std::int64_t number = TRY(parse_java_int(value));
  if (number > 0) return number;
  return Error{ErrorCode::kIllegalArgument,
               fmt::format("{} = '{}' is invalid. It should be a positive, non-zero integer value.",
                           name, number)};
}

// Never fewer deletions than heartbeats can keep up with (Hadoop: DatanodeManager).
std::uint32_t invalidate_limit(std::int64_t configured, std::int64_t heartbeat_interval_ms) {
  return static_cast<std::uint32_t>(std::max(configured, 20 * (heartbeat_interval_ms / 1'000)));
}

// A whole number; `set` puts it into the options and answers what holds then.
template <class Set>
Property number(Namesystem& system, const ConfigKey& key, Set set) {
  const std::string name(key.name);
  return {name, [&system, name, set](const std::string& value) -> Result<std::string> {
            const std::int64_t given = TRY(positive_int(name, value));
            std::int64_t effective = given;
            system.change_blocks([&](BlockManager& blocks) {
              blocks.reconfigure([&](Options& options) { effective = set(options, given); });
            });
            return std::to_string(effective);
          }};
}

Property heartbeat_interval(Namesystem& system) {
  return {std::string(keys::kDfsHeartbeatInterval.name),
          [&system](const std::string& value) -> Result<std::string> {
            const auto interval = parse_duration(value, keys::kDfsHeartbeatInterval.unit);
            if (!interval)
              return Error{ErrorCode::kIllegalArgument, "For input string: \"" + value + "\""};
            if (interval->count() < 1)
              return Error{ErrorCode::kIllegalArgument,
                           fmt::format("{} = '{}' is invalid. It should be a positive time.",
                                       keys::kDfsHeartbeatInterval.name, value)};
            system.change_blocks([&](BlockManager& blocks) {
              blocks.reconfigure([&](Options& options) {
                options.heartbeat_interval_ms = interval->count();
                options.invalidate_limit =
                    invalidate_limit(options.invalidate_limit, interval->count());
              });
            });
            return interval->count() % 1'000 == 0 ? std::to_string(interval->count() / 1'000)
                                                  : value;
          }};
}

Property protected_directories(Namesystem& system) {
  return {std::string(keys::kFsProtectedDirectories.name),
          [&system](const std::string& value) -> Result<std::string> {
            const auto names = split_list(value);
            std::set<std::string> directories(names.begin(), names.end());
            std::string text = fmt::format("{}", fmt::join(directories, ","));
            system.set_protected_directories(std::move(directories));
            return text;
          }};
}

}  // namespace

std::vector<Property> reconfigurable_properties(Namesystem& system) {
  std::vector<Property> properties;
  properties.push_back(number(system, keys::kDfsBlockInvalidateLimit,
                              [](Options& options, std::int64_t limit) {
                                return options.invalidate_limit = invalidate_limit(
                                           limit, options.heartbeat_interval_ms);
                              }));
  properties.push_back(heartbeat_interval(system));
  properties.push_back(number(system, keys::kDfsNamenodeHeartbeatRecheckInterval,
                              [](Options& options, std::int64_t interval_ms) {
                                return options.heartbeat_recheck_ms = interval_ms;
                              }));
  properties.push_back(number(system, keys::kDfsNamenodeReconstructionPendingTimeoutSec,
                              [](Options& options, std::int64_t seconds) {
                                options.pending_reconstruction_timeout_ms = seconds * 1'000;
                                return seconds;
                              }));
  properties.push_back(number(system, keys::kDfsNamenodeReplicationMaxStreams,
                              [](Options& options, std::int64_t streams) {
                                options.max_replication_streams =
                                    static_cast<std::uint32_t>(streams);
                                return streams;
                              }));
  properties.push_back(number(system, keys::kDfsNamenodeReplicationMaxStreamsHardLimit,
                              [](Options& options, std::int64_t streams) {
                                options.max_replication_streams_hard =
                                    static_cast<std::uint32_t>(streams);
                                return streams;
                              }));
  properties.push_back(number(system, keys::kDfsNamenodeReplicationWorkMultiplierPerIteration,
                              [](Options& options, std::int64_t multiplier) {
                                options.work_multiplier = static_cast<std::uint32_t>(multiplier);
                                return multiplier;
                              }));
  properties.push_back(protected_directories(system));
  return properties;
}

}  // namespace mammoth::namenode
