#include "mapreduce/umbilical/job_token.h"

#include <fmt/format.h>

#include "common/security/random_bytes.h"
#include "common/security/secrets.h"
#include "common/security/writable.h"

namespace mammoth::mapreduce::umbilical {

namespace {

constexpr std::size_t kKeyBytes = 20;

std::string identifier_of(const std::string& job) {
  std::string identifier;
  security::append_vbytes(identifier, job);
  return identifier;
}

}  // namespace

JobTokens::JobTokens(std::string job)
    : job_(std::move(job)), key_(security::system_random()(kKeyBytes)) {}

security::Token JobTokens::issue() const {
  const std::string identifier = identifier_of(job_);
  return {identifier, security::hmac_sha1(key_, identifier), std::string(security::kJobToken),
          job_};
}

Result<security::TokenClaim> JobTokens::claim(std::string_view identifier) const {
  if (identifier != identifier_of(job_))
    return Error{ErrorCode::kInvalidToken, fmt::format("not a token of {}", job_)};
  return security::TokenClaim{security::hmac_sha1(key_, identifier), job_};
}

std::string shuffle_service_data(const std::string& job, const std::string& secret) {
  return security::encode_token(
      {identifier_of(job), secret, std::string(security::kJobToken), job});
}

}  // namespace mammoth::mapreduce::umbilical
