#include "common/yarn/ids.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "common/protocol/yarn/ids.pb.h"

namespace mammoth::yarn {

namespace {

// The numbers of NAME_1_2_3; empty where it is not that.
std::vector<std::int64_t> numbers_of(std::string_view text, std::string_view name,
                                     std::size_t count) {
  if (!text.starts_with(name)) return {};
  text.remove_prefix(name.size());
  std::vector<std::int64_t> numbers;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
    if (text.front() != '_' || error != std::errc() || number < 0 || numbers.size() == count)
      return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    numbers.push_back(number);
  }
  return numbers.size() == count ? numbers : std::vector<std::int64_t>{};
}

Error invalid(const char* kind, std::string_view text) {
  return {ErrorCode::kIllegalArgument, fmt::format("Invalid {}: {}", kind, text)};
}

}  // namespace

Result<wire::ApplicationIdProto> parse_application_id(std::string_view text) {
  if (!text.starts_with("application"))
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Invalid ApplicationId prefix: {}. The valid ApplicationId should "
                             "start with prefix application",
                             text)};
  const auto numbers = numbers_of(text, "application", 2);
  if (numbers.empty() || numbers[1] > INT32_MAX) return invalid("ApplicationId", text);
  wire::ApplicationIdProto id;
  id.set_cluster_timestamp(numbers[0]);
  id.set_id(static_cast<std::int32_t>(numbers[1]));
  return id;
}

Result<wire::ApplicationAttemptIdProto> parse_attempt_id(std::string_view text) {
  const auto numbers = numbers_of(text, "appattempt", 3);
  if (numbers.empty() || numbers[1] > INT32_MAX || numbers[2] > INT32_MAX)
    return invalid("AppAttemptId", text);
  wire::ApplicationAttemptIdProto id;
  id.mutable_application_id()->set_cluster_timestamp(numbers[0]);
  id.mutable_application_id()->set_id(static_cast<std::int32_t>(numbers[1]));
  id.set_attemptid(static_cast<std::int32_t>(numbers[2]));
  return id;
}

Result<wire::ContainerIdProto> parse_container_id(std::string_view text) {
  std::string plain(text);
  std::int64_t epoch = 0;
  constexpr std::string_view kWithEpoch = "container_e";
  if (text.starts_with(kWithEpoch)) {
    const std::size_t end = text.find('_', kWithEpoch.size());
    if (end == std::string_view::npos || end == kWithEpoch.size() ||
        std::from_chars(text.data() + kWithEpoch.size(), text.data() + end, epoch).ptr !=
            text.data() + end)
      return invalid("ContainerId", text);
    plain = "container" + std::string(text.substr(end));
  }
  const auto numbers = numbers_of(plain, "container", 4);
  if (numbers.empty() || numbers[1] > INT32_MAX || numbers[2] > INT32_MAX)
    return invalid("ContainerId", text);
  constexpr int kEpochShift = 40;
  wire::ContainerIdProto id;
  auto& attempt = *id.mutable_app_attempt_id();
  attempt.mutable_application_id()->set_cluster_timestamp(numbers[0]);
  attempt.mutable_application_id()->set_id(static_cast<std::int32_t>(numbers[1]));
  attempt.set_attemptid(static_cast<std::int32_t>(numbers[2]));
  id.set_id((epoch << kEpochShift) | numbers[3]);
  return id;
}

}  // namespace mammoth::yarn
