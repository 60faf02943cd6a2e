#include "httpfs/gateway/delegation_tokens.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/security/random_bytes.h"
#include "common/security/secrets.h"
#include "common/security/writable.h"

namespace mammoth::httpfs {

namespace {

constexpr std::size_t kKeyBytes = 64;
constexpr std::int32_t kKeyId = 2;  // Apache's first one: it rolls its key once at the start

Error invalid(const std::string& message) {
  return {ErrorCode::kInvalidToken, message};
}

// kEof for what is no identifier.
Result<std::string> real_user_of(std::string_view identifier) {
  if (identifier.empty()) return Error{ErrorCode::kEof, ""};
  identifier.remove_prefix(1);  // the version of the layout
  TRY(security::take_vbytes(identifier));
  TRY(security::take_vbytes(identifier));
  return security::take_vbytes(identifier);
}

}  // namespace

std::string token_to_text(const security::Token& token) {
  std::string text = security::encode_base64(security::encode_token(token));
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (text.ends_with('=')) text.pop_back();
  return text;
}

Result<security::Token> token_from_text(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '-', '+');
  std::replace(plain.begin(), plain.end(), '_', '/');
  const auto bytes = security::decode_base64(plain);
  if (!bytes) return Error{ErrorCode::kIo, "a token's text is not base64"};
  return security::decode_token(*bytes);
}

DelegationTokens::DelegationTokens() : key_(security::system_random()(kKeyBytes)) {}

Result<security::Token> DelegationTokens::issue(const std::string& owner,
                                                const std::string& renewer,
                                                const std::string& real_user, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  forget_old(now_ms);
  if (known_.size() >= kMost)
    return Error{ErrorCode::kIo, fmt::format("there are {} delegation tokens already; cancel some, "
                                             "or wait until they are too old",
                                             kMost)};
  const std::int32_t sequence = ++sequence_;
  const std::int64_t end_ms = now_ms + kLifetimeMs;
  std::string identifier(1, '\0');  // the version of the layout
  for (const std::string* name : {&owner, &renewer, &real_user})
    security::append_vbytes(identifier, *name);
  for (const std::int64_t number : {now_ms, end_ms, std::int64_t{sequence}, std::int64_t{kKeyId}})
    security::append_vlong(identifier, number);
  Known known{
      .owner = owner,
      .renewer = renewer,
      .good_until_ms = now_ms + kRenewalMs,
      .end_ms = end_ms,
      .text = fmt::format("{} owner={}, renewer={}, realUser={}, issueDate={}, maxDate={}, "
                          "sequenceNumber={}, masterKeyId={}",
                          kTokenKind, owner, renewer, real_user, now_ms, end_ms, sequence, kKeyId)};
  known_.emplace(identifier, std::move(known));
  std::string password = security::hmac_sha1(key_, identifier);
  return security::Token{std::move(identifier), std::move(password), std::string(kTokenKind), ""};
}

Result<DelegationTokens::Table::iterator> DelegationTokens::find(const security::Token& token,
                                                                 std::int64_t now_ms) {
  const std::string real_user = TRY(real_user_of(token.identifier));
  const auto found = known_.find(token.identifier);
  if (found == known_.end())
    return invalid(fmt::format("Token for real user: {}, can't be found in cache", real_user));
  if (!security::equal_secrets(token.password, security::hmac_sha1(key_, token.identifier)))
    return invalid(
        fmt::format("token ({}) is invalid, password doesn't match", found->second.text));
  if (found->second.good_until_ms < now_ms)
    return invalid(fmt::format("token ({}) is expired", found->second.text));
  return found;
}

Result<std::string> DelegationTokens::owner_of(const security::Token& token, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  return TRY(find(token, now_ms))->second.owner;
}

Result<std::int64_t> DelegationTokens::renew(const security::Token& token,
                                             const std::string& renewer, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  Known& known = TRY(find(token, now_ms))->second;
  if (known.renewer.empty() || known.renewer != renewer)
    return Error{ErrorCode::kAccessDenied,
                 fmt::format("{} tries to renew a token ({}) with non-matching renewer {}", renewer,
                             known.text, known.renewer)};
  known.good_until_ms = std::min(known.end_ms, now_ms + kRenewalMs);
  return known.good_until_ms;
}

Result<void> DelegationTokens::cancel(const security::Token& token, const std::string& canceller,
                                      std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  const auto found = TRY(find(token, now_ms));
  if (canceller != found->second.owner && canceller != found->second.renewer)
    return Error{ErrorCode::kAccessDenied, canceller + " is not authorized to cancel the token"};
  known_.erase(found);
  return {};
}

void DelegationTokens::forget_old(std::int64_t now_ms) {
  std::erase_if(known_, [&](const auto& entry) { return entry.second.good_until_ms < now_ms; });
}

}  // namespace mammoth::httpfs
