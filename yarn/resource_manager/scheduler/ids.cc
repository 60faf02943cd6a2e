#include "yarn/resource_manager/scheduler/ids.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace mammoth::yarn {

std::string to_text(const ApplicationId& it) {
  return fmt::format("application_{}_{:04}", it.cluster_timestamp, it.id);
}

std::string to_text(const AttemptId& it) {
  return fmt::format("appattempt_{}_{:04}_{:06}", it.application.cluster_timestamp,
                     it.application.id, it.attempt);
}

std::string to_text(const ContainerId& it) {
  const std::string epoch = it.epoch() > 0 ? fmt::format("e{:02}_", it.epoch()) : std::string();
  return fmt::format("container_{}{}_{:04}_{:02}_{:06}", epoch,
                     it.attempt.application.cluster_timestamp, it.attempt.application.id,
                     it.attempt.attempt, it.number());
}

std::string to_text(const NodeId& it) {
  return fmt::format("{}:{}", it.host, it.port);
}

namespace {
// The number up to the next '_' or the end, which it removes from `rest`.
std::optional<std::int64_t> take_number(std::string_view& rest) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (error != std::errc() || value < 0 || end == rest.data()) return {};
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (rest.starts_with('_')) {
    rest.remove_prefix(1);
    if (rest.empty()) return {};
  } else if (!rest.empty()) {
    return {};
  }
  return value;
}
}  // namespace

std::optional<ContainerId> parse_container_id(std::string_view text) {
  constexpr std::string_view kPrefix = "container_";
  if (!text.starts_with(kPrefix)) return {};
  text.remove_prefix(kPrefix.size());
  std::int64_t epoch = 0;
  if (text.starts_with('e')) {
    text.remove_prefix(1);
    const auto number = take_number(text);
    if (!number || *number >= (std::int64_t{1} << 23)) return {};
    epoch = *number;
  }
  std::array<std::int64_t, 4> parts{};
  for (std::int64_t& part : parts) {
    const auto number = take_number(text);
    if (!number) return {};
    part = *number;
  }
  if (!text.empty() || parts[1] > INT32_MAX || parts[2] > INT32_MAX) return {};
  if (parts[3] >= (std::int64_t{1} << ContainerId::kEpochShift)) return {};
  const ApplicationId application{parts[0], static_cast<std::int32_t>(parts[1])};
  return ContainerId{{application, static_cast<std::int32_t>(parts[2])},
                     (epoch << ContainerId::kEpochShift) | parts[3]};
}

}  // namespace mammoth::yarn
