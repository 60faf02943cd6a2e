// The small tools of authentication: a keyed digest, a comparison that takes equal time whatever it
// finds, and base64. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mammoth::security {

// HMAC-SHA1: 20 bytes. What a token's password is, under its issuer's key (Hadoop: SecretManager).
std::string hmac_sha1(std::string_view key, std::string_view bytes);

// HMAC-SHA256: 32 bytes. What cookies are signed with (Hadoop: Signer).
std::string hmac_sha256(std::string_view key, std::string_view bytes);

// Tells an attacker nothing by its duration, the length apart.
bool equal_secrets(std::string_view one, std::string_view other);

// With padding, without line breaks.
std::string encode_base64(std::string_view bytes);
// Nothing when it is not what encode_base64() writes; but padding may be missing.
std::optional<std::string> decode_base64(std::string_view text);

// A key as a ResourceManager hands it to NodeManagers (Hadoop: MasterKey). Ids begin anywhere,
// negative numbers included, and count up.
struct MasterKey {
  std::int32_t id = 0;
  std::string bytes{};
  bool operator==(const MasterKey&) const = default;
};

}  // namespace mammoth::security
