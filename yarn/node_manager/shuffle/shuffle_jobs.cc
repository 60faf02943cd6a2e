#include "yarn/node_manager/shuffle/shuffle_jobs.h"

#include "common/security/token.h"

namespace mammoth::yarn::node {

std::string ShuffleJobs::metadata() const {
  const std::uint16_t port = port_;
  return {'\0', '\0', static_cast<char>(port >> 8), static_cast<char>(port & 0xFF)};
}

Result<void> ShuffleJobs::begin_application(const std::string& application, const std::string& user,
                                            std::string_view data) {
  std::string_view rest = data;
  const security::Token token = TRY(security::take_token(rest));
  constexpr std::string_view kPrefix = "application_";
  const std::string job = "job_" + application.substr(kPrefix.size());
  const std::lock_guard lock(mutex_);
  jobs_.insert_or_assign(job, ShuffleJob{user, application, token.password});
  return {};
}

void ShuffleJobs::end_application(const std::string& application) {
  const std::lock_guard lock(mutex_);
  std::erase_if(jobs_, [&](const auto& entry) { return entry.second.application == application; });
}

std::optional<ShuffleJob> ShuffleJobs::find(const std::string& job) const {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(job);
  if (found == jobs_.end()) return std::nullopt;
  return found->second;
}

}  // namespace mammoth::yarn::node
