// Tokens that HttpFS gives out and takes in place of a name (Hadoop: DelegationTokenManager). They
// live in memory: a gateway that starts anew knows none, as Apache's does without ZooKeeper.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "common/base/result.h"
#include "common/security/token.h"

namespace mammoth::httpfs {

// "WEBHDFS delegation"
inline constexpr std::string_view kTokenKind = "WEBHDFS delegation";

// Base64 of web addresses, without padding (Hadoop: Token.encodeToUrlString).
std::string token_to_text(const security::Token& token);
// kEof or kIo for a text that is none.
Result<security::Token> token_from_text(std::string_view text);

// Thread-safe.
class DelegationTokens {
 public:
  static constexpr std::int64_t kRenewalMs = std::int64_t{24} * 3'600 * 1'000;
  static constexpr std::int64_t kLifetimeMs = 7 * kRenewalMs;
  static constexpr std::size_t kMost = 100'000;

  DelegationTokens();

  // `real_user` acts for the owner; empty: he himself. kIo when there are kMost of them.
  Result<security::Token> issue(const std::string& owner, const std::string& renewer,
                                const std::string& real_user, std::int64_t now_ms);
  // Its owner. kInvalidToken where it is not known, not signed by this, or too old.
  Result<std::string> owner_of(const security::Token& token, std::int64_t now_ms);
  // Good until then, answered in milliseconds since the epoch. kAccessDenied for anybody but its
  // renewer.
  Result<std::int64_t> renew(const security::Token& token, const std::string& renewer,
                             std::int64_t now_ms);
  // kAccessDenied for anybody but its owner and its renewer.
  Result<void> cancel(const security::Token& token, const std::string& canceller,
                      std::int64_t now_ms);

 private:
  struct Known {
    std::string owner;
    std::string renewer;
    std::int64_t good_until_ms;
    std::int64_t end_ms;
    std::string text;  // of the identifier, for people
  };
  using Table = std::map<std::string, Known, std::less<>>;  // by identifier

  Result<Table::iterator> find(const security::Token& token, std::int64_t now_ms);
  void forget_old(std::int64_t now_ms);

  const std::string key_;
  std::mutex mutex_;
  Table known_;                // guarded by mutex_
  std::int32_t sequence_ = 0;  // guarded by mutex_
};

}  // namespace mammoth::httpfs
