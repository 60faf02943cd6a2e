// The token that lets a job's tasks in at its master, and proves the master to them (Hadoop:
// JobTokenIdentifier, JobTokenSecretManager), and where the credentials of a container keep it and
// the secret of the shuffle.
#pragma once

#include <string>

#include "common/security/token.h"
#include "common/security/token_verifier.h"

namespace mammoth::mapreduce::umbilical {

inline constexpr const char* kProtocol = "mammoth.mapreduce.TaskUmbilical";
inline constexpr const char* kJobTokenAlias = "JobToken";
inline constexpr const char* kShuffleSecretAlias = "MapReduceShuffleToken";

// Thread-safe.
class JobTokens final : public security::TokenVerifier {
 public:
  // Draws a key of its own; nobody else can make or check its tokens.
  explicit JobTokens(std::string job);  // job_…

  security::Token issue() const;
  Result<security::TokenClaim> claim(std::string_view identifier) const override;

 private:
  const std::string job_;
  const std::string key_;
};

// What the shuffle service of a node is given with a job's first container there, in Hadoop's form:
// a job token whose password is the shuffle's secret.
std::string shuffle_service_data(const std::string& job, const std::string& secret);

}  // namespace mammoth::mapreduce::umbilical
