// How identifiers become bytes and tokens. Generated code writes fields ascending and numbers in
// their shortest form, which is the form that Java's verifiers re-create; the other way round the
// bytes are taken as they came.
#pragma once

#include <climits>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/security/secrets.h"
#include "common/security/token.h"

namespace mammoth::yarn_tokens {

template <class Identifier>
security::Token sign(const Identifier& identifier, const security::MasterKey& key,
                     std::string_view kind, std::string service) {
  std::string bytes = identifier.SerializeAsString();
  std::string password = security::hmac_sha1(key.bytes, bytes);
  return {std::move(bytes), std::move(password), std::string(kind), std::move(service)};
}

template <class Identifier>
Result<Identifier> parse_identifier(std::string_view bytes) {
  Identifier identifier;
  if (bytes.empty() || bytes.size() > INT_MAX ||
      !identifier.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      !identifier.IsInitialized())
    return Error{ErrorCode::kInvalidToken, "Can't de-serialize tokenIdentifier"};
  return identifier;
}

}  // namespace mammoth::yarn_tokens
