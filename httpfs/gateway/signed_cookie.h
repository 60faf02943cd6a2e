// The cookie that tells who somebody is, once he has said so (Hadoop: AuthenticationToken, Signer).
// Its value is "u=ann&p=ann&t=simple-dt&e=1795449518768" and, signed, "&s=" with the signature in
// base64. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::httpfs {

inline constexpr std::string_view kCookieName = "hadoop.auth";

// The value, signed with `secret`. kIllegalArgument for a name that would not come back: an empty
// one, or one with a '&'.
Result<std::string> sign_cookie(std::string_view user, std::int64_t expires_ms,
                                std::string_view secret);

// Whom the value names. Nothing where it is not signed with `secret`, too old, or of another kind.
std::optional<std::string> user_of_cookie(std::string_view value, std::int64_t now_ms,
                                          std::string_view secret);

// The value of the cookie of that name in a Cookie header, without quotation marks.
std::optional<std::string> find_cookie(std::string_view header, std::string_view name);

}  // namespace mammoth::httpfs
