#include "common/yarn_tokens/id_text.h"

#include <fmt/format.h>

#include "common/protocol/yarn/ids.pb.h"

namespace mammoth::yarn_tokens {

namespace {

constexpr int kEpochShift = 40;
constexpr std::int64_t kSequenceMask = (std::int64_t{1} << kEpochShift) - 1;

}  // namespace

std::string id_text(const hadoop::yarn::ApplicationIdProto& id) {
  return fmt::format("application_{}_{:04}", id.cluster_timestamp(), id.id());
}

std::string id_text(const hadoop::yarn::ApplicationAttemptIdProto& id) {
  const auto& application = id.application_id();
  return fmt::format("appattempt_{}_{:04}_{:06}", application.cluster_timestamp(), application.id(),
                     id.attemptid());
}

std::string id_text(const hadoop::yarn::ContainerIdProto& id) {
  const auto& application = id.app_attempt_id().application_id();
  const std::int64_t epoch = id.id() >> kEpochShift;
  return fmt::format("container_{}{}_{:04}_{:02}_{:06}",
                     epoch > 0 ? fmt::format("e{:02}_", epoch) : std::string(),
                     application.cluster_timestamp(), application.id(),
                     id.app_attempt_id().attemptid(), id.id() & kSequenceMask);
}

std::string id_text(const hadoop::yarn::NodeIdProto& id) {
  return fmt::format("{}:{}", id.host(), id.port());
}

}  // namespace mammoth::yarn_tokens
